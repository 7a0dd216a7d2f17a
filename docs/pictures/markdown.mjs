// Discord's Markdown as HTML.

import { markdownEngine, rules, toHTML } from '@odiffey/discord-markdown';

// Where a line starts, the library only knows after some of what may stand before it, and not after a quotation.
const starts = (rule) => ({ ...rule, match: (text, state) => rule.match(text, { ...state, prevCapture: state.prevCapture?.[0].endsWith('\n') === false ? [''] : null }) });
const OWN = { ...rules, heading: starts(rules.heading), footnote: starts(rules.footnote) };
const [parse, output] = [markdownEngine.parserFor(OWN), markdownEngine.outputFor(OWN, 'html')];

const ZONE = { timeZone: 'Europe/London' };
const TIMES = {
	t: { timeStyle: 'short' },
	T: { timeStyle: 'medium' },
	d: { dateStyle: 'short' },
	D: { dateStyle: 'long' },
	f: { dateStyle: 'long', timeStyle: 'short' },
	F: { dateStyle: 'full', timeStyle: 'short' },
};
const UNITS = [['year', 31_536_000], ['month', 2_592_000], ['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

/** Text in which nothing is HTML. */
export function escaped(text) {
	const marks = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
	return String(text).replace(/[&<>"]/g, (mark) => marks[mark]);
}

/** A text as Discord shows it; numbers in mentions are named as the scene names them. */
export function markdown(text, { names, at }) {
	const named = ({ id }) => escaped(names[id] ?? `unknown ${id}`);
	const discordCallback = {
		user: named,
		role: named,
		channel: (node) => `# ${named(node)}`,
		slash: ({ name }) => `/${escaped(name)}`,
		timestamp: ({ timestamp, style }) => time(Number(timestamp), style ?? 'f', at),
	};
	return toHTML(text, { discordCallback }, parse, output);
}

function time(seconds, style, at) {
	if (style !== 'R') return new Intl.DateTimeFormat('en-GB', { ...TIMES[style], ...ZONE }).format(seconds * 1_000);
	const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds - at) >= length) ?? UNITS.at(-1);
	return new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' }).format(Math.round((seconds - at) / length), unit);
}
