// Plotly, as it comes with its package, fetched once: it is large, so it is asked for before the step that needs it.

const ADDRESS = new URL("./plotly.min.js", import.meta.url).href;
let asked = null;

export function plotly() {
  asked ||= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = ADDRESS;
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => {
      // Asked for once more by whoever needs it next.
      asked = null;
      script.remove();
      reject(new Error("The chart's script could not be loaded."));
    };
    document.head.append(script);
  });
  return asked;
}
