// Reads a served site in Firefox. Prints what the console said, by page, and what a reader does there comes to.
import { createRequire } from "node:module";
const require = createRequire(process.argv[2]);
const puppeteer = require("puppeteer-core");

const [, , , executablePath, address, guideline, ...pages] = process.argv;
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const page = await browser.newPage();
const heard = [];
page.on("console", (message) => heard.push(`${page.url()}: ${message.text()}`));
page.on("pageerror", (error) => heard.push(`${page.url()}: ${error.message}`));
const wide = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
const overflows = [];
for (const name of pages) {
  for (const width of [1440, 390]) {
    await page.setViewport({ width, height: 844 });
    await page.goto(address + name);
    if (await wide()) overflows.push(`${name} at ${width}`);
  }
}
await page.setViewport({ width: 1440, height: 900 });
await page.goto(`${address}${guideline}/index.html`);
await page.locator(".gp-search-open").click();
await page.locator(".gp-search input").fill("trabectadin");
const found = await page.waitForSelector(".gp-search li a");
const first = await found.evaluate((each) => each.textContent);
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Enter");
await page.waitForFunction(() => location.hash === "#trabectedin");
await page.locator(".gp-filter summary").click();
await page.locator(".gp-filter label").click();
const counted = await page.waitForFunction(() => document.querySelector(".gp-count-line")?.textContent);
const marks = await counted.jsonValue();
await page.locator("button.gp-chip[popovertarget]").click();
const meaning = await page.$eval(".gp-popover:popover-open", (each) => each.textContent.trim());
await page.goto(`${address}${guideline}/1.0.0/index.html#limb-amputation`);
const strip = await page.waitForSelector(".gp-strip a");
const current = await strip.evaluate((each) => each.getAttribute("href"));
console.log(JSON.stringify({ heard, overflows, first, marks, meaning, current }));
await browser.close();
