'use strict';

const byId = id => document.getElementById(id);
const PARALLEL_UPLOADS = 3;
const WORDS = { queued: 'waiting', resizing: 'being resized', done: 'done', dead: 'refused' };

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

async function json(url, options) {
  const response = await fetch(url, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw Object.assign(new Error(body.error || 'HTTP ' + response.status), {
      status: response.status,
      retryAfter: Number(response.headers.get('Retry-After')) || 0
    });
  }
  return body;
}

/* Uploads: a few at a time; a full queue or a store that is away is waited for. */

const waiting = [];
let running = 0;

function addFiles(files) {
  for (const file of files) {
    const bar = element('progress', { max: 1, value: 0 });
    bar.setAttribute('aria-label', 'Upload of ' + file.name);
    const row = element('li', {}, element('span', { className: 'name', textContent: file.name }), bar);
    byId('uploads').append(row);
    waiting.push({ file, row, bar, direct: byId('direct').checked });
  }
  startUploads();
}

function startUploads() {
  while (running < PARALLEL_UPLOADS && waiting.length > 0) {
    running++;
    upload(waiting.shift()).finally(() => { running--; startUploads(); });
  }
}

async function upload(job) {
  for (;;) {
    try {
      const answer = await (job.direct ? putDirectly(job) : post(job));
      job.bar.value = 1;
      byId('announcement').textContent = answer.message;
      setTimeout(() => job.row.remove(), 1500);
      return;
    } catch (failure) {
      if (failure.status !== 503) {
        job.bar.remove();
        job.row.append(element('span', { className: 'why', textContent: failure.message }));
        return;
      }
      job.bar.removeAttribute('value');
      byId('announcement').textContent = failure.message;
      await new Promise(resolve => setTimeout(resolve, 1000 * (failure.retryAfter || 5)));
    }
  }
}

function post(job) {
  return send('POST', '/api/photos', { 'X-File-Name': encodeURIComponent(job.file.name), 'Content-Type': 'application/octet-stream' }, job);
}

async function putDirectly(job) {
  const place = await json('/api/photos/reservations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: job.file.name, length: job.file.size, type: job.file.type })
  });
  await send('PUT', place.url, place.headers, job);
  return json('/api/photos/' + place.file_id + '/complete', { method: 'POST' });
}

function send(method, url, headers, job) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = event => { if (event.lengthComputable) job.bar.value = event.loaded / event.total; };
    request.onerror = () => reject(Object.assign(new Error('The connection was lost.'), { status: 503 }));
    request.onload = () => {
      let body = {};
      try { body = JSON.parse(request.responseText); } catch { /* the store answers in XML, or not at all */ }
      if (request.status >= 200 && request.status < 300) {
        resolve(body);
      } else {
        reject(Object.assign(new Error(body.error || 'HTTP ' + request.status),
          { status: request.status, retryAfter: Number(request.getResponseHeader('Retry-After')) || 0 }));
      }
    };
    request.send(job.file);
  });
}

/* Photos: a list at first, then whatever the events say. */

const cards = new Map();

function show(photo, first) {
  let card = cards.get(photo.file_id);
  if (!card) {
    card = element('li');
    cards.set(photo.file_id, card);
    first ? byId('photos').append(card) : byId('photos').prepend(card);
  }
  byId('empty').hidden = true;
  card.className = photo.state;
  card.dataset.id = photo.file_id;
  card.replaceChildren(frame(photo), element('div', { className: 'text' },
    element('div', { className: 'name', textContent: photo.name, title: photo.name }),
    element('div', { className: 'state', textContent: stateOf(photo) }),
    sizes(photo)));
}

function frame(photo) {
  const small = photo.thumbnails.find(size => size.side === 200);
  return small
    ? element('img', { src: small.url, alt: photo.name, loading: 'lazy' })
    : element('div', { className: 'frame', textContent: photo.state === 'dead' ? 'no picture' : '…' });
}

function stateOf(photo) {
  if (photo.state === 'dead') return 'refused: ' + photo.cause;
  if (photo.state === 'done') return photo.width + ' × ' + photo.height + ', ' + photo.seconds.toFixed(1) + ' s';
  return WORDS[photo.state] || photo.state;
}

function sizes(photo) {
  const links = photo.thumbnails.map(size =>
    element('a', { href: size.url, target: '_blank', rel: 'noopener', textContent: size.side, title: size.width + ' × ' + size.height }));
  return element('div', { className: 'sizes' }, ...links);
}

async function refresh(id) {
  show(await json('/api/photos/' + id), false);
}

/* Live status. The browser itself comes back with the number of the last event it saw. */

function listen(after) {
  const source = new EventSource('/api/events?after=' + after);
  let last = after;
  source.onopen = () => status('live', 'live');
  source.onerror = () => {
    status('lost', 'reconnecting');
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => listen(last), 2000);
    }
  };
  source.addEventListener('photo', event => {
    last = Number(event.lastEventId) || last;
    const told = JSON.parse(event.data);
    refresh(told.file_id).catch(() => {});
    if (told.type !== 'queued') loadDead();
  });
}

function status(kind, text) {
  const pill = byId('connection');
  pill.className = 'pill ' + kind;
  pill.textContent = text;
}

/* Queue depth and age. */

const history = [];
const SHOWN_MILLIS = 5 * 60 * 1000;

async function poll() {
  try {
    const newest = history.length ? history[history.length - 1].at : 0;
    const queue = await json('/api/queue?since=' + newest);
    history.push(...queue.history);
    while (history.length && history[0].at < history[history.length - 1].at - SHOWN_MILLIS) history.shift();
    byId('depth').textContent = queue.depth;
    byId('age').textContent = queue.depth ? duration(queue.age_seconds) : '–';
    byId('worker-count').textContent = queue.workers.length;
    byId('workers').replaceChildren(...queue.workers.map(worker =>
      element('li', { className: worker.state, textContent: worker.name + ': ' + worker.state })));
    draw();
  } catch { /* the status pill says it */ }
  setTimeout(poll, 1000);
}

const duration = seconds => seconds < 90 ? seconds.toFixed(1) + ' s' : (seconds / 60).toFixed(1) + ' min';

function draw() {
  if (history.length < 2) return;
  const end = history[history.length - 1].at;
  const start = Math.min(history[0].at, end - 60000);
  const x = sample => ((sample.at - start) / (end - start) * 600).toFixed(1);
  const line = (value, top) => history
    .map((sample, i) => (i ? 'L' : 'M') + x(sample) + ' ' + (165 - value(sample) / top * 150).toFixed(1)).join('');
  const depth = line(s => s.depth, Math.max(5, ...history.map(s => s.depth)));
  const age = line(s => s.age_seconds, Math.max(5, ...history.map(s => s.age_seconds)));
  const svg = name => document.createElementNS('http://www.w3.org/2000/svg', name);
  const path = (shape, kind) => { const p = svg('path'); p.setAttribute('d', shape); p.setAttribute('class', kind); return p; };
  const base = svg('line');
  Object.entries({ x1: 0, x2: 600, y1: 165.5, y2: 165.5 }).forEach(([name, value]) => base.setAttribute(name, value));
  byId('chart').replaceChildren(base, path(depth + 'L' + x(history[history.length - 1]) + ' 165L' + x(history[0]) + ' 165Z', 'area'),
    path(depth, 'depth'), path(age, 'age'));
  const peak = Math.max(...history.map(s => s.depth));
  byId('span').textContent = 'last ' + Math.round((end - start) / 60000) + ' min, peak ' + peak;
}

/* Dead letters. */

let loadingDead = false;

async function loadDead() {
  if (loadingDead) return;
  loadingDead = true;
  try {
    const letters = await json('/api/dead');
    byId('dead-section').hidden = letters.length === 0;
    byId('dead-count').textContent = letters.length;
    byId('dead').replaceChildren(...letters.map(letterRow));
  } catch { /* shown again with the next event */ } finally {
    loadingDead = false;
  }
}

function letterRow(letter) {
  const card = cards.get(letter.file_id);
  const name = card ? card.querySelector('.name').textContent : letter.file_id;
  const button = element('button', { type: 'button', textContent: 'Redrive' });
  button.setAttribute('aria-label', 'Redrive ' + name);
  button.disabled = !letter.file_id;
  button.onclick = async () => {
    button.disabled = true;
    try {
      await json('/api/dead/' + letter.file_id + '/redrive', { method: 'POST' });
    } catch (failure) {
      byId('announcement').textContent = failure.message;
    }
    loadDead();
    refresh(letter.file_id).catch(() => {});
  };
  return element('tr', {}, element('td', { textContent: name }), element('td', { className: 'cause', textContent: letter.cause }),
    element('td', { textContent: letter.attempts }), element('td', { textContent: letter.origin }), element('td', {}, button));
}

/* Start. */

const drop = byId('drop');
byId('files').addEventListener('change', event => { addFiles(event.target.files); event.target.value = ''; });
for (const kind of ['dragenter', 'dragover']) {
  drop.addEventListener(kind, event => { event.preventDefault(); drop.classList.add('over'); });
}
drop.addEventListener('dragleave', event => { if (!drop.contains(event.relatedTarget)) drop.classList.remove('over'); });
drop.addEventListener('drop', event => {
  event.preventDefault();
  drop.classList.remove('over');
  addFiles([...event.dataTransfer.files]);
});

async function start() {
  try {
    const listing = await json('/api/photos');
    listing.photos.forEach(photo => show(photo, true));
    listen(listing.latest_event);
    loadDead();
  } catch {
    status('lost', 'not available');
    setTimeout(start, 2000);
  }
}
start();
poll();
