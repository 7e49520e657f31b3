// Runs before the first paint, so that a chosen theme does not flash. Its own file, because the
// Content-Security-Policy allows no script inside of the page.
try {
  const theme = localStorage.getItem('vitrine.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the page follows the system.
}
