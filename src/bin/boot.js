// This file starts the page's module; it is a file because the Content-Security-Policy allows no inline script.

const { module, wasm } = document.querySelector("script[data-wasm]").dataset;
const address = (path) => new URL(path, document.baseURI);

try {
  const { default: start } = await import(address(module));
  await start({ module_or_path: address(wasm) });
} catch (error) {
  const message = document.createElement("p");
  message.setAttribute("role", "alert");
  message.textContent = `Planwright could not start: ${error.message}. It needs a current browser; try to reload the page.`;
  document.body.append(message);
  throw error;
}
