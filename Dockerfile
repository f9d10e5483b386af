# Study Bot in a container. It runs as a user without rights, and needs to write nowhere but to its database: with
# SQLite that is /data, with PostgreSQL nothing at all (`docker run --read-only --tmpfs /tmp`).
#   docker build -t studybot .
#   docker run --init -v studybot-data:/data -v ./config.yaml:/app/config.yaml:ro studybot
# With `database: sqlite:////data/study.db` in config.yaml. For PostgreSQL and several replicas: compose.yaml
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY requirements/run.txt requirements/run.txt
# The pins hold the packages of all platforms and databases; an image serves any configuration.
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY questions questions
COPY migrations migrations
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . && /venv/bin/studybot check --quiet

FROM python:3.13-slim
RUN useradd --no-create-home --home-dir /data --uid 10001 studybot \
    && install -d -o studybot -g studybot /data && install -d /app
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# By number: Kubernetes checks runAsNonRoot without knowing names.
USER 10001
WORKDIR /app
VOLUME /data
# Slack's requests in HTTP mode; health and metrics, where they are switched on.
EXPOSE 8090 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=15s --start-period=30s --retries=3 CMD ["studybot", "health"]
ENTRYPOINT ["studybot"]
CMD ["run"]
