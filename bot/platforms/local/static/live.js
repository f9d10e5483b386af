// News from the bot. The stream is closed while nobody looks: a browser allows only six connections per server.

const banner = document.getElementById("offline");
let source = null;
let again = 0;
let news = () => {};

export function start(onNews) {
  news = onNews;
  if (!document.hidden) listen();
}

function listen() {
  stop();
  source = new EventSource("/events");
  source.addEventListener("hello", () => { banner.hidden = true; news(); });
  source.addEventListener("feed", () => news());
  source.addEventListener("error", () => {
    banner.hidden = false;
    // The browser tries again by itself, except after an answer that is no stream.
    if (source?.readyState === EventSource.CLOSED) again = setTimeout(listen, 1500);
  });
}

function stop() {
  clearTimeout(again);
  source?.close();
  source = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
addEventListener("pagehide", stop);
