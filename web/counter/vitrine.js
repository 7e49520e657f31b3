// Counts this page, and shows the counts where the page asks for them:
//   <script async src="https://pictures.example.com/vitrine.js"></script>
//   <b data-vitrine="last_minute"></b> people looked at this in the last minute.
(() => {
  const script = document.currentScript;
  const page = script.dataset.page || location.pathname.slice(0, 128);
  const url = new URL("/views/" + encodeURIComponent(page), script.src);
  const show = (counts) => {
    for (const place of document.querySelectorAll("[data-vitrine]")) {
      const count = counts[place.dataset.vitrine];
      if (count !== undefined) place.textContent = count.toLocaleString();
    }
  };
  const count = () =>
    fetch(url, { method: "POST", credentials: "omit" })
      .then((answer) => answer.ok && answer.json().then(show))
      .catch(() => {});
  // A page that is made ready ahead of its reader counts when it is looked at.
  if (document.prerendering) addEventListener("prerenderingchange", count, { once: true });
  else count();
})();
