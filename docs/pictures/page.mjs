// One scene as a page: what people typed, and what was sent to them.

import { escaped, markdown } from './markdown.mjs';

const BUTTONS = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'destructive' };
const COLOURS = ['#3f7d58', '#7d4f9e', '#a3533a', '#3a6ea3', '#8a6d1f'];
const LIBRARY = 'node_modules/@derockdev/discord-components-core/dist/derockdev-discord-components-core/derockdev-discord-components-core.esm.js';
const FONTS = [400, 500, 600, 700].map((weight) => `<link rel="stylesheet" href="node_modules/@fontsource/noto-sans/latin-${weight}.css">`).join('');

/** The page of a scene. */
export function page(scene) {
	const { shown } = scene.messages.reduce(add, { shown: [], scene, people: [] });
	return `<!doctype html><html lang="en-GB"><meta charset="utf-8">${FONTS}
		<script type="module" src="${LIBRARY}"></script>
		<body><main id="picture"><discord-messages>${shown.join('')}</discord-messages></main>
		<link rel="stylesheet" href="look.css"></body></html>`;
}

/** Adds one entry to what is shown so far. */
function add(so_far, entry, place) {
	const { shown, scene, people } = so_far;
	const before = scene.messages[place - 1];
	if (entry.from !== 'Lantern' && !people.includes(entry.from)) people.push(entry.from);
	if (entry.command) shown.push(typing(entry));
	else if (entry.says) shown.push(message(entry, avatar(entry.from, people), { text: markdown(entry.says, scene) }));
	else if (entry.window) shown.push(form(entry.window, scene.messages[place + 1].typed));
	else if (entry.thread) shown.push(shown.pop().replace(/<\/discord-message>$/, `${thread(entry.thread)}$&`));
	else if (entry.body) shown.push(message(entry, avatar('Lantern', people), sent(entry.body, scene, used(scene.messages.slice(0, place), people))));
	else if (!before?.window) throw new Error(`nobody knows how to show ${JSON.stringify(entry)}`);
	return so_far;
}

/** The command that an answer is to, where it is the first one to it. */
function used(earlier, people) {
	const last = earlier.findLastIndex((entry) => entry.command);
	if (last < 0 || earlier.slice(last).some((entry) => entry.body)) return '';
	const { from, command } = earlier[last];
	return `<discord-command slot="reply" author="${escaped(from)}" avatar="${avatar(from, people)}" command="/${escaped(command)}"></discord-command>`;
}

function message({ from, ephemeral }, picture, { above = '', text, below = '' }) {
	const marks = [from === 'Lantern' && 'bot', ephemeral && 'ephemeral'].filter(Boolean).join(' ');
	return `<discord-message author="${escaped(from)}" avatar="${picture}" ${marks}>${above}${text}${below}</discord-message>`;
}

/** The parts of a message body, in the places that the components have for them. */
function sent(body, scene, above) {
	const embeds = (body.embeds ?? []).map((embed) => card(embed, scene));
	const rows = (body.components ?? []).map((row) => `<discord-action-row>${row.components.map(control).join('')}</discord-action-row>`);
	const under = rows.length > 0 ? `<discord-attachments slot="components">${rows.join('')}</discord-attachments>` : '';
	return { above, text: markdown(body.content ?? '', scene), below: embeds.join('') + (body.poll ? poll(body.poll) : '') + under };
}

function card(embed, scene) {
	const colour = embed.color ? `color="#${embed.color.toString(16).padStart(6, '0')}"` : '';
	const title = embed.title ? `embed-title="${escaped(embed.title)}"` : '';
	const footer = embed.footer ? `<discord-embed-footer slot="footer">${escaped(embed.footer.text)}</discord-embed-footer>` : '';
	const text = `<discord-embed-description slot="description">${markdown(embed.description ?? '', scene)}</discord-embed-description>`;
	return `<discord-embed slot="embeds" ${colour} ${title}>${text}${footer}</discord-embed>`;
}

function control(part) {
	if (part.type !== 2) return `<div class="menu">${escaped(part.placeholder ?? 'Make a selection')}<span>⌄</span></div>`;
	return `<discord-button type="${BUTTONS[part.style]}" ${part.disabled ? 'disabled' : ''}>${escaped(part.label)}</discord-button>`;
}

function poll({ question, answers, allow_multiselect }) {
	const lines = answers.map(({ poll_media }) => `<li>${escaped(poll_media.text)}</li>`).join('');
	const hint = allow_multiselect ? 'Select one or more answers' : 'Select one answer';
	return `<div class="poll" slot="embeds"><b>${escaped(question.text)}</b><small>${hint}</small><ul>${lines}</ul><small>0 votes</small></div>`;
}

function thread({ name }) {
	return `<discord-thread slot="thread" name="${escaped(name)}" cta="See Thread">There are no recent messages in this thread.</discord-thread>`;
}

/** The line in which somebody types a command. */
function typing({ command, typed = {} }) {
	const options = Object.entries(typed).map(([name, value]) => `<span class="option"><i>${escaped(name)}</i><b>${escaped(value)}</b></span>`);
	return `<div class="typing"><b>/${escaped(command)}</b>${options.join('')}</div>`;
}

/** A window with what was typed into it. */
function form({ title, components }, typed) {
	const fields = components.flatMap((row) => (row.components ?? [row.component]).map((part) => row.label ?? part.label));
	const filled = fields.map((label, place) => `<label>${escaped(label)} <em>*</em></label><p>${escaped(typed[place])}</p>`);
	return `<section class="window"><h1>${escaped(title)}</h1>${filled.join('')}<footer><span>Cancel</span><span>Submit</span></footer></section>`;
}

/** A round picture: a lantern, or somebody's initials. */
function avatar(name, people) {
	const lantern = `<circle cx="20" cy="20" r="20" fill="#23324a"/><path d="M15 12a5 5 0 0 1 10 0" fill="none" stroke="#e8c468" stroke-width="1.8"/>
		<path d="M12 12h16l-2 4H14z" fill="#e8c468"/><rect x="14" y="16" width="12" height="12" rx="1.5" fill="#fff3cf"/>
		<path d="M20 18c3 3 2.5 7 0 7s-3-4 0-7z" fill="#e0912f"/><rect x="12" y="28" width="16" height="3" rx="1" fill="#e8c468"/>`;
	const initials = name.split(' ').map((word) => word[0].toUpperCase()).join('').slice(0, 2);
	const somebody = `<circle cx="20" cy="20" r="20" fill="${COLOURS[people.indexOf(name) % COLOURS.length]}"/>
		<text x="20" y="25" font-family="Noto Sans, sans-serif" font-size="15" fill="#fff" text-anchor="middle">${initials}</text>`;
	const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">${name === 'Lantern' ? lantern : somebody}</svg>`;
	return `data:image/svg+xml,${encodeURIComponent(drawn)}`;
}
