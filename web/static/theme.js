// Sets the chosen theme before the first paint. Runs before the program; holds no other logic.
try {
  const theme = localStorage.getItem("firstcall.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be forbidden: the system's theme then stays.
}
