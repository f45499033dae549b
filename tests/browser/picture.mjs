// Takes the picture of the README: the page Pricing as a first visit finds it. Called by make picture.

import { fileURLToPath } from "node:url";
import { start } from "./harness.mjs";

const PICTURE = fileURLToPath(new URL("../../docs/planwright.png", import.meta.url));

const site = await start();
try {
  const profile = await site.browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
  const page = await profile.newPage();
  await page.goto(`${site.address}#pricing`);
  await page.getByRole("figure").first().waitFor();
  // Until the workspace is saved, the top bar says so.
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.screenshot({ path: PICTURE });
} finally {
  await site.close();
}
