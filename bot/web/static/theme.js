// Runs before the page is drawn, so that a chosen theme shows without a flash.
(() => {
  const kept = localStorage.getItem("study.theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
})();
