// A static file server for dist/: what `make serve` runs and what the browser tests visit.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Serves the folder `root` below `prefix` (which starts and ends with a slash); rejects when `port` is taken, 0 takes a free one. */
export function serve(root, { port = 0, prefix = "/" } = {}) {
  const folder = resolve(root);
  const server = createServer(async (request, response) => {
    const file = locate(folder, prefix, request.url);
    const found = file && (await stat(file).catch(() => null));
    if (!found?.isFile()) {
      response.writeHead(404, { "content-type": TYPES[".txt"] }).end("not found\n");
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": found.size,
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).on("error", () => response.destroy()).pipe(response);
  });
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => {
      done({ address: `http://127.0.0.1:${server.address().port}${prefix}`, close: () => closed(server) });
    });
  });
}

/** The file a request means, or nothing when it points outside the folder. */
function locate(folder, prefix, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  if (!path.startsWith(prefix) || path.includes("\0")) return undefined;
  const file = join(folder, path.slice(prefix.length), path.endsWith("/") ? "index.html" : "");
  return file.startsWith(folder + sep) ? file : undefined;
}

function closed(server) {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
}

async function main() {
  const chosen = process.env.PORT;
  const site = await serve(process.argv[2] ?? "dist", { port: Number(chosen ?? 8080) }).catch((error) => {
    if (error.code !== "EADDRINUSE" || chosen) throw error;
    return serve(process.argv[2] ?? "dist");
  });
  console.log(`Planwright is at ${site.address} (stop with Ctrl-C)`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`planwright: ${error.message}`);
    process.exit(1);
  });
}
