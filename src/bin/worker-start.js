// This file starts the worker's module. What keeps it from starting is told to the page, which else would hear nothing.

const beside = (name) => new URL(name + self.location.search, self.location);

try {
  const { default: start } = await import(beside("worker.js"));
  await start({ module_or_path: beside("worker_bg.wasm") });
} catch (error) {
  self.postMessage([0, "died", error.message]);
}
