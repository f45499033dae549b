// The worker: fetched when first needed, of the page's own version, and honest about what it cannot do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";

const site = useSite();

/** Runs in the page: what a fresh worker says until it has answered `messages`. */
function converse(messages) {
  const worker = new Worker("worker-start.js?test", { type: "module" });
  return new Promise((resolve) => {
    const said = [];
    worker.onerror = (event) => resolve([...said, [0, "error", event.message]]);
    worker.onmessage = ({ data }) => {
      said.push(data);
      if (data[1] === "ready") for (const message of messages) worker.postMessage(message);
      if (data[1] === "died" || said.length > messages.length) resolve(said);
    };
  });
}

test("a visit does not fetch the worker", async () => {
  const profile = await site.profile();
  const asked = [];
  profile.on("request", (request) => asked.push(request.url()));
  await site.open("", { profile });
  assert.ok(asked.length > 3 && asked.every((url) => !url.includes("worker")), asked.join("\n"));
});

test("the worker starts, and refuses in words what it does not know", async () => {
  const page = await site.open();
  const said = await page.evaluate(converse, [[7, "no such job", "null"]]);
  assert.deepEqual(said, [[0, "ready", ""], [7, "refused", 'the worker knows no job "no such job"']]);
});

test("a worker that cannot start says why", async () => {
  const profile = await site.profile();
  await profile.route("**/worker_bg.wasm*", (route) => route.fulfill({ contentType: "application/wasm", body: "not wasm" }));
  const page = await site.open("", { profile });
  const [[, kind, words]] = await page.evaluate(converse, []);
  assert.equal(kind, "died");
  assert.match(words, /WebAssembly|wasm/i);
});
