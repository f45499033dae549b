// Opens the built page in Chromium as a person meets it, and holds every page of every test to the promises made for all:
// no console error, no breach of the Content-Security-Policy, no request to elsewhere, and once loaded none but for the
// site's own files, as the worker is when first needed.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../.ci/serve.mjs";

/** The folder of the built page. */
export const DIST = process.env.DIST ?? fileURLToPath(new URL("../../dist/", import.meta.url));
// A folder of the host, not its root: only relative addresses work from here.
const PREFIX = "/some/folder/";
// Milliseconds before a state that does not come fails its test.
const PATIENCE = 15_000;
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the server and the browser; `close` ends both. */
export async function start() {
  const { chromium } = tool("playwright-core", "PLAYWRIGHT")("playwright-core");
  const server = await serve(DIST, { prefix: PREFIX });
  try {
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
    const close = () => Promise.all([browser.close(), server.close()]);
    return { browser, address: server.address, close };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Hooks a test file up to a site: call once at its top, then `site.open()` in each test. */
export function useSite() {
  const site = new Site();
  before(() => site.start());
  afterEach(() => site.judge());
  after(() => site.close());
  return site;
}

class Site {
  #running;
  #profiles = [];
  #complaints = [];
  #allowed = [];
  #awaited = [];
  #loaded = new WeakSet();

  async start() {
    this.#running = await start();
  }

  /** Where the page is served, with a slash at its end. */
  get address() {
    return this.#running.address;
  }

  /** A fresh profile: nothing stored. Options are those of playwright's newContext: viewport, colorScheme, locale, … */
  async profile(options = {}) {
    const profile = await this.#running.browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    profile.setDefaultTimeout(PATIENCE);
    await profile.addInitScript(reportBreaches);
    profile.on("console", (message) => message.type() === "error" && this.#complain("console error", message.text()));
    profile.on("weberror", (error) => this.#complain("uncaught error", error.error().message));
    profile.on("request", (request) => this.#judgeRequest(request));
    this.#profiles.push(profile);
    return profile;
  }

  /** A page in a fresh profile, or as another tab of `profile`, opened at `fragment` ("#…") and ready for use. */
  async open(fragment = "", { profile, ...options } = {}) {
    const page = await (profile ?? (await this.profile(options))).newPage();
    await page.goto(this.address + fragment);
    return this.ready(page);
  }

  /** Loads the page again, as a person pressing reload. */
  async reload(page) {
    await page.reload();
    return this.ready(page);
  }

  /** Waits until the app shows itself; from here on `page` may ask the network only for files of the site. */
  async ready(page) {
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("load");
    this.#loaded.add(page);
    return page;
  }

  /** Lets the running test see complaints that match `pattern`. */
  allow(pattern) {
    this.#allowed.push(pattern);
  }

  /** Resolves once a complaint matches `pattern`, and lets the running test see those that do. */
  noticed(pattern) {
    this.allow(pattern);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`nothing like ${pattern} was noticed`)), PATIENCE);
      this.#awaited.push({ pattern, resolve: () => resolve(clearTimeout(late)) });
    });
  }

  /** Fails when axe finds a serious or critical violation on `page` as it stands; `context` narrows it as axe.run does. */
  async axe(page, context = "html") {
    // By evaluation, since the policy keeps a script element out.
    await page.evaluate(axeSource());
    const violations = await page.evaluate(async (context) => (await globalThis.axe.run(context)).violations, context);
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const told = grave.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}\n    ${node.html}`));
    assert.equal(told.length, 0, `axe found on ${page.url()}:\n  ${told.join("\n  ")}`);
  }

  /** After each test: closes its profiles and fails it for whatever its pages did wrong. */
  async judge() {
    await Promise.all(this.#profiles.map((profile) => profile.close()));
    const left = this.#complaints.filter((complaint) => !this.#allowed.some((pattern) => pattern.test(complaint)));
    this.#profiles = [];
    this.#complaints = [];
    this.#allowed = [];
    this.#awaited = [];
    assert.equal(left.length, 0, `the page did what it must not:\n  ${left.join("\n  ")}`);
  }

  async close() {
    await this.#running?.close();
  }

  #complain(what, detail) {
    const complaint = `${what}: ${detail}`;
    this.#complaints.push(complaint);
    for (const { pattern, resolve } of this.#awaited) if (pattern.test(complaint)) resolve();
  }

  /** Whether a request only gets a file that was built. */
  #own(request) {
    const file = request.url().slice(this.address.length).split(/[?#]/, 1)[0];
    return request.method() === "GET" && file !== "" && existsSync(join(DIST, file));
  }

  #judgeRequest(request) {
    const url = request.url();
    if (/^(blob|data|about):/.test(url)) return;
    if (!url.startsWith(this.address)) return this.#complain("request to elsewhere", url);
    const page = request.frame().page();
    if (request.isNavigationRequest()) this.#loaded.delete(page);
    else if (this.#loaded.has(page) && !this.#own(request)) this.#complain("request after load", url);
  }
}

/** Runs in the page: a breach of the policy becomes a console error. */
function reportBreaches() {
  addEventListener("securitypolicyviolation", (event) => {
    console.error(`policy ${event.violatedDirective} breached by ${event.blockedURI || event.sourceFile}`);
  });
}

function axeSource() {
  return readFileSync(tool("axe-core", "AXE").resolve("axe-core/axe.min.js"), "utf8");
}

/** What loads an npm package from the folder make put it in. */
function tool(name, version) {
  const { TOOLS, [version]: number } = process.env;
  assert.ok(TOOLS && number, "run the browser tests by make: make browser TESTS=tests/browser/x.test.mjs");
  return createRequire(join(TOOLS, `${name}-${number}`, "/"));
}
