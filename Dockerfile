# Study Bot in a container. Data lives in /data; the configuration is mounted at /app/config.yaml.
#   docker build -t studybot .
#   docker run -v studybot-data:/data -v ./config.yaml:/app/config.yaml:ro studybot
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY questions questions
COPY migrations migrations
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 studybot && install -d -o studybot /data /app
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
USER studybot
WORKDIR /app
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["studybot"]
CMD ["run"]
