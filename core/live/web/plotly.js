// Plotly is 4.8 MB: it is fetched once per page, after the first picture is on the screen.

/** @type {Promise<any> | null} */
let loading = null;

/** @param {string} assets */
export function loadPlotly(assets) {
  loading ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = document.createElement("script");
    script.src = `${assets}plotly.min.js`;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      loading = null; // the next chart may try again
      reject(new Error(`${script.src} did not load`));
    };
    return document.head.append(script);
  });
  return loading;
}
