// The page opens from any folder, and the harness notices what it promises to notice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useSite } from "./harness.mjs";

const site = useSite();

test("the page opens with its heading, below a folder of the host", async () => {
  const page = await site.open();
  await page.getByRole("heading", { name: "How are we doing?", level: 1 }).waitFor();
  assert.equal(await page.title(), "Buffer – Planwright");
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe has nothing grave to say in ${colorScheme}`, async () => {
    await site.axe(await site.open("", { colorScheme }));
  });
}

const MISDEEDS = [
  ["a console error", () => console.error("oh no"), /console error: oh no/],
  ["an uncaught error", () => void setTimeout(() => { throw new Error("thrown"); }), /uncaught error: thrown/],
  ["a request after load", () => fetch("figures").then(() => {}), /request after load/],
  ["something sent after load", () => fetch("boot.js", { method: "POST", body: "figures" }).then(() => {}), /request after load/],
  ["an inline script", () => document.body.append(Object.assign(document.createElement("script"), { text: "0" })), /policy script-src/],
  ["an inline style", () => document.body.setAttribute("style", "color: red"), /policy style-src/],
  ["a picture from elsewhere", () => void (new Image().src = "http://localhost:9/x.png"), /policy img-src/],
];

for (const [name, misdeed, complaint] of MISDEEDS) {
  test(`the harness notices ${name}`, async () => {
    const page = await site.open();
    site.allow(/./);
    const noticed = site.noticed(complaint);
    await page.evaluate(misdeed);
    await noticed;
  });
}

test("without JavaScript the page says what it needs", async () => {
  const profile = await site.profile({ javaScriptEnabled: false });
  const page = await profile.newPage();
  await page.goto(site.address);
  assert.match(await page.locator("body").innerText(), /needs JavaScript/);
});

test("a browser that cannot start it is told so", async () => {
  const profile = await site.profile();
  await profile.route("**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: "not wasm" }));
  site.allow(/./);
  const page = await profile.newPage();
  await page.goto(site.address);
  await page.getByRole("alert").getByText("could not start").waitFor();
});
