// Some headless browsers name a language that their own Intl refuses; uPlot would stop at it.
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en' });
}
