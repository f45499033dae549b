// Dragging a price: two hundred moves of the pointer, one for each frame of the screen, and how many frames came late.

import { opened } from "../steps.mjs";
import { line, quantile } from "./figures.mjs";

const MOVES = 200;
const FRAME = 1000 / 60;
// A frame this long means that the next one was missed.
const LATE = 1.5 * FRAME;
const MOST_LATE = 5;
// Moves from where the drag begins to where it turns, and pixels of each: less might be no step of the slider.
const REACH = 40;
const STEP = 2;

/** Lines about one drag of the slider on the page Pricing, of what a first visit opens or of a document's file. */
export async function drag({ browser, address }, what = "dragging a price", file = null) {
  const profile = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await profile.newPage();
  await page.goto(address);
  if (file) await opened(page, file);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Pricing" }).click();
  const slider = page.getByRole("slider").first();
  await slider.scrollIntoViewIfNeeded();
  await page.waitForTimeout(1_000);
  await page.evaluate(watchFrames);
  const idle = await recorded(page, () => page.waitForTimeout(MOVES * FRAME));
  const { x, y } = await thumb(slider);
  await page.mouse.move(x, y);
  await page.mouse.down();
  const frames = await recorded(page, async () => {
    // As a hand does, not waiting for what the page makes of it: answers come only with the frame that shows a move.
    const begun = performance.now();
    const answers = [];
    for (let at = 1; at <= MOVES; at += 1) {
      answers.push(page.mouse.move(x + STEP * zigzag(at), y));
      await new Promise((resolve) => setTimeout(resolve, begun + at * FRAME - performance.now()));
    }
    await Promise.all(answers);
  });
  await page.mouse.up();
  await profile.close();
  const late = ({ spans }) => (100 * spans.filter((span) => span > LATE).length) / spans.length;
  return [
    line(`${what}, ${MOVES} moves: late frames of ${frames.spans.length}`, late(frames), "%", MOST_LATE),
    line(`${what}: longest frame`, Math.max(...frames.spans), "ms"),
    line(`${what}: median frame`, quantile(frames.spans, 0.5), "ms"),
    line(`${what}: moves that changed it`, frames.inputs, "moves"),
    line("nobody dragging: late frames, for comparison", late(idle), "%"),
  ];
}

/** There and back again, a step a move. */
function zigzag(at) {
  const turn = at % (4 * REACH);
  return turn <= REACH ? turn : turn <= 3 * REACH ? 2 * REACH - turn : turn - 4 * REACH;
}

/** The middle of the slider's thumb on the screen. */
function thumb(slider) {
  return slider.evaluate((input) => {
    const { left, width, top, height } = input.getBoundingClientRect();
    const share = (input.valueAsNumber - Number(input.min)) / (Number(input.max) - Number(input.min));
    // The thumb's own width keeps its middle from the ends.
    const inset = Math.min(height, 16) / 2;
    return { x: left + inset + share * (width - 2 * inset), y: top + height / 2 };
  });
}

async function recorded(page, work) {
  await page.evaluate(() => globalThis.frames.begin());
  await work();
  return page.evaluate(() => globalThis.frames.end());
}

/** Runs in the page: the time between frames, and how often an input changed. */
function watchFrames() {
  let running = null;
  const frame = (now) => {
    if (!running) return;
    if (running.last !== undefined) running.spans.push(now - running.last);
    running.last = now;
    requestAnimationFrame(frame);
  };
  addEventListener("input", () => running && (running.inputs += 1), true);
  globalThis.frames = {
    begin() {
      running = { spans: [], inputs: 0 };
      requestAnimationFrame(frame);
    },
    end() {
      const { spans, inputs } = running;
      running = null;
      return { spans, inputs };
    },
  };
}
