// Draws each recorded payload as it looks in Discord. README.md says how it is run.

import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { page } from './page.mjs';

const FOLDER = new URL('./', import.meta.url);
// Where the browser believes that this folder is. Nothing else is ever fetched, from there or from anywhere.
const ORIGIN = 'http://pictures.invalid/';
const TYPES = { css: 'text/css', html: 'text/html', js: 'text/javascript', woff2: 'font/woff2' };

const payloads = new URL('payloads/', FOLDER);
const names = (await readdir(payloads)).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
const context = await browser.newContext({ viewport: { width: 760, height: 600 }, deviceScaleFactor: 2, locale: 'en-GB' });
for (const name of names) {
	const html = page(JSON.parse(await readFile(new URL(`${name}.json`, payloads), 'utf8')));
	const drawing = await context.newPage();
	const problems = [];
	drawing.on('pageerror', (error) => problems.push(error.message));
	await drawing.route('**/*', (route) => serve(route, html));
	await drawing.goto(ORIGIN);
	await drawing.waitForFunction(() => document.querySelector('discord-messages.hydrated') && !document.querySelector('discord-message:not(.hydrated)'));
	await drawing.evaluate(brought_up_to_date);
	const picture = fileURLToPath(new URL(`${name}.png`, FOLDER));
	await drawing.locator('#picture').screenshot({ path: picture });
	await drawing.close();
	if (problems.length > 0) throw new Error(`${name}: ${problems.join('; ')}`);
	console.log(picture);
}
await browser.close();

async function serve(route, html) {
	const url = route.request().url();
	if (url === ORIGIN) return route.fulfill({ body: html, contentType: TYPES.html });
	if (!url.startsWith(ORIGIN)) return route.abort();
	const file = new URL(url.slice(ORIGIN.length).split('?')[0], FOLDER);
	return route.fulfill({ body: await readFile(file), contentType: TYPES[file.pathname.split('.').pop()] });
}

// What the components still write as Discord did when they were made. It runs in the browser.
async function brought_up_to_date() {
	for (const tag of document.querySelectorAll('.discord-application-tag')) tag.textContent = 'APP';
	for (const time of document.querySelectorAll('.discord-message-timestamp')) time.textContent = 'Today at 10:42';
	await document.fonts.ready;
}
