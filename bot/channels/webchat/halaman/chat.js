/* The web chat: one live question, a short history above it, and no answer lost when the network is. What officials
   are told stands each for itself: a message that another followed stays above, with its buttons.

   One plain file, no framework and no build: it must start fast on a slow phone and be read in one go.
   Parts: what is kept, sending, listening, receiving, drawing, the menu, the start.
   All text goes in through textContent, so nothing a server or a person wrote can become markup.
   Syntax stays at what browsers of 2018 know: phones at the counter are not new. */
(() => {
  'use strict';

  const STORE = 'ikm-chat';
  const MENU = 'ikm-menu';
  const RETRY_AFTER = [1, 2, 4, 8, 15, 30]; // seconds; the last one repeats
  const PATIENCE = 20; // seconds until a request counts as lost
  const FILE_PATIENCE = 300; // likewise, of one that brings a file
  const LISTEN = 25; // seconds the server may hold a long poll
  const LONGEST = 4000; // characters; the engine's SARAN_PALING
  const LARGEST = 5 * 1024 * 1024; // bytes; the engine's UKURAN_PALING
  const CARDS = 10; // messages to an official that stay above
  const STAFF = 'staf'; // the key of what is shown to officials
  const PLACES = ['cari', 'kelompok', 'daftar', 'simpang', 'ganda', 'tinjau', 'ubah', 'hapus', 'lanjut', STAFF]; // not questions
  const NAMES = 'mulai|bantuan|privasi|ulang|batal|hapus|lanjut';
  const SAY = {
    lost: 'Sambungan terputus. Kami coba lagi…',
    lostAnswer: 'Sambungan terputus. Jawaban Anda belum terkirim; kami coba lagi…',
    lostFile: 'Sambungan terputus. Berkas Anda belum terkirim; kami coba lagi…',
    tooLarge: 'Berkas terlalu besar, paling besar 5 MB.',
    empty: 'Berkas itu kosong.',
    above: 'Ada pesan baru di atas pertanyaan ini.',
    trouble: 'Maaf, ada gangguan di sistem kami. Jawaban Anda belum tercatat; kami coba lagi…',
    refused: 'Maaf, kiriman itu tidak dapat kami terima.',
    wait: 'Sebentar, jawaban tadi masih dikirim.',
    nothing: 'Survei belum dapat dibuka.',
  };
  const CODE = codeIn(location.pathname, 's'); // of a unit
  const MOVING = codeIn(location.pathname, 'l'); // of an interview begun elsewhere

  const $ = (id) => document.getElementById(id);
  const live = $('live');
  const menu = $('menu');

  function codeIn(path, kind) {
    const found = new RegExp('^/' + kind + '/([^/]+)/?$').exec(path);
    try {
      return found ? decodeURIComponent(found[1]).slice(0, 200) : '';
    } catch (e) {
      return '';
    }
  }

  // What is kept: in sessionStorage, so that a reload goes on where it was, for this tab only, and only until the
  // interview ends. The next person with this phone finds nothing.

  let state = restored();
  let offered = keptMenu(); // the commands of an official; none for citizens
  let chosen = null; // the file on its way
  const wasOpen = state.screen !== null || state.pending !== null;

  function blank() {
    return { path: location.pathname, since: '', at: '', screen: null, cards: [], history: [], progress: null, pending: null, draft: null };
  }

  function restored() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(STORE));
      if (kept && kept.path === location.pathname) {
        if (kept.pending && kept.pending.event.jenis === 'berkas') kept.pending = null; // a file does not outlive its page
        return Object.assign(blank(), kept);
      }
    } catch (e) { /* storage is switched off, or holds something else: begin anew */ }
    return blank();
  }

  function keep() {
    try {
      if (state.screen && state.screen.key === 'selesai') sessionStorage.removeItem(STORE);
      else sessionStorage.setItem(STORE, JSON.stringify(state));
    } catch (e) { /* switched off or full: all works but resuming */ }
  }

  /* The menu outlives the tab: officials come back by a bookmark. It lists commands and nothing anybody wrote. */
  function keptMenu() {
    try {
      const kept = JSON.parse(localStorage.getItem(MENU));
      return Array.isArray(kept) ? kept : [];
    } catch (e) {
      return [];
    }
  }

  function offer(items) {
    offered = items.filter((item) => /^[a-z0-9_]{1,32}$/.test(item.nama));
    try {
      if (offered.length) localStorage.setItem(MENU, JSON.stringify(offered));
      else localStorage.removeItem(MENU);
    } catch (e) { /* switched off: it is there until the page is left */ }
    drawMenu();
  }

  // Sending: one event at a time, kept until the server has it, with the same id each time it is tried.

  let underway = false;
  let retryTimer = 0;

  /* `card` is the message above whose button was pressed. */
  function send(event, said, card) {
    if (state.pending) return;
    state.pending = { id: uuid(), event: event, said: said || '', card: card || '' };
    keep();
    busy(true);
    attempt(0);
  }

  async function attempt(failures) {
    if (underway || !state.pending) return;
    clearTimeout(retryTimer);
    stopListening();
    underway = true;
    const event = state.pending.event;
    const file = event.jenis === 'berkas';
    const outcome = file ? await postFile(state.pending) : await post({ id: state.pending.id, setelah: state.since, kejadian: event });
    underway = false;
    if (outcome.reply) {
      settle(outcome.reply);
    } else if (outcome.refused) {
      state.pending = null;
      keep();
      busy(false);
      if (outcome.status === 413 || outcome.status === 400) showToast(outcome.refused);
      else showStatus(outcome.refused, 'Muat ulang', reload);
      listen();
    } else {
      const answering = event.jenis !== 'mulai' && event.jenis !== 'lihat';
      showStatus(outcome.trouble || (file ? SAY.lostFile : answering ? SAY.lostAnswer : SAY.lost), 'Coba sekarang', again);
      const seconds = RETRY_AFTER[Math.min(failures, RETRY_AFTER.length - 1)];
      retryTimer = setTimeout(attempt, seconds * (800 + 400 * Math.random()), failures + 1);
    }
  }

  /* {reply} the server has it; {refused} it never will; {trouble} or {} try again. */
  async function post(body) {
    try {
      const response = await request('POST', '/chat', PATIENCE, new AbortController(), JSON.stringify(body));
      return outcomeOf(response.status, await response.json().catch(() => { return {}; }));
    } catch (e) {
      return {};
    }
  }

  function outcomeOf(status, reply) {
    if (status >= 200 && status < 300) return Array.isArray(reply.pesan) ? { reply: reply } : {}; // e.g. a Wi-Fi login page
    const later = status >= 500 || status === 429 || status === 408;
    return later ? { trouble: reply.salah || SAY.trouble } : { refused: reply.salah || SAY.refused, status: status };
  }

  /* As `post`. Not by fetch, which does not tell how far it has come. */
  function postFile(pending) {
    return new Promise((done) => {
      const call = new XMLHttpRequest();
      let name = 'berkas';
      try {
        name = encodeURIComponent(Array.from(pending.event.nama).slice(-200).join(''));
      } catch (e) { /* half a character: the file has no name then */ }
      call.open('POST', '/chat/berkas?id=' + pending.id + '&setelah=' + state.since + '&nama=' + name);
      call.setRequestHeader('X-IKM-Chat', '1');
      call.setRequestHeader('Content-Type', chosen.type || 'application/octet-stream');
      call.timeout = FILE_PATIENCE * 1000;
      call.upload.onprogress = (event) => {
        const hint = $('hint');
        if (hint && event.total) hint.textContent = 'Mengirim berkas… ' + Math.floor((event.loaded / event.total) * 100) + ' %';
      };
      call.onload = () => {
        let reply = {};
        try {
          reply = JSON.parse(call.responseText);
        } catch (e) { /* not from our server */ }
        done(outcomeOf(call.status, reply));
      };
      call.onerror = call.ontimeout = () => { done({}); };
      call.send(chosen);
    });
  }

  async function request(method, url, seconds, controller, body) {
    const timer = setTimeout(() => { controller.abort(); }, seconds * 1000);
    const headers = { 'X-IKM-Chat': '1' };
    if (body) headers['Content-Type'] = 'application/json';
    try {
      return await fetch(url, {
        method: method, headers: headers, body: body, signal: controller.signal, credentials: 'same-origin', cache: 'no-store',
      });
    } finally {
      clearTimeout(timer);
    }
  }

  function settle(reply) {
    const pending = state.pending;
    state.pending = null;
    showStatus('');
    if (pending.event.jenis === 'lihat' && !reply.pesan.length) {
      state = blank(); // nothing is open any more: what this tab remembers is over
      send(entry());
      return;
    }
    chosen = null;
    if (reply.toast) pending.said = ''; // the press was not taken: another tab had answered already
    if (!receive(reply.pesan, pending)) {
      busy(false);
      if (!state.screen) showStatus(SAY.nothing, 'Muat ulang', reload);
    }
    keep();
    if (reply.toast) showToast(reply.toast);
    listen();
  }

  /* What the address asks for. */
  function entry() {
    return { jenis: 'mulai', kode: MOVING ? 'lanjut-' + MOVING : CODE };
  }

  function reload() {
    location.reload();
  }

  function again() {
    if (state.pending) attempt(0);
    else listen();
  }

  function uuid() {
    const b = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is younger, and absent without https
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const hex = Array.from(b, (n) => (n + 256).toString(16).slice(1)).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  // Listening: a reminder or the end of a forgotten interview comes without being asked for. Only while the page is
  // seen and nothing is being sent, to spare battery and data.

  let listening = null;

  async function listen() {
    if (listening || state.pending || document.hidden || !state.screen) return;
    // After the last screen nothing more comes; one call tells the server that it has arrived and may be forgotten.
    if (state.screen.key === 'selesai' && !offered.length) return void poll(new AbortController(), 1);
    const mine = (listening = new AbortController());
    let pause = 1;
    while (listening === mine) {
      const messages = await poll(mine, LISTEN);
      if (listening !== mine) return;
      if (messages && receive(messages, null)) keep();
      if (state.screen.key === 'selesai' && !offered.length) {
        stopListening();
        return listen();
      }
      pause = messages ? 1 : Math.min(pause * 2, 60);
      await new Promise((done) => { setTimeout(done, pause * 1000); });
    }
  }

  async function poll(controller, seconds) {
    try {
      const url = '/chat?setelah=' + encodeURIComponent(state.since) + '&tunggu=' + seconds;
      // A request may be lost without a word; a fresh controller per try lets its time-out spare the loop.
      const one = new AbortController();
      controller.signal.addEventListener('abort', () => { one.abort(); });
      const response = await request('GET', url, seconds + PATIENCE, one);
      return response.ok ? (await response.json()).pesan : null;
    } catch (e) {
      return null;
    }
  }

  function stopListening() {
    if (listening) listening.abort();
    listening = null;
  }

  // Receiving: the last message is the live screen. `pending` is the event it answers, null if it came by itself.

  function receive(messages, pending) {
    if (!messages.length) return false;
    const last = messages[messages.length - 1];
    if (last.id === state.since && !pending) return false;
    messages.forEach((message) => { if (message.layar.menu) offer(message.layar.menu); });
    const before = state.screen;
    const asking = before !== null && before.key !== STAFF && before.key !== 'selesai';
    state.since = last.id;
    if (asking && !pending && messages.every((message) => message.layar.key === STAFF)) {
      // Nothing may appear under the finger of who is answering.
      messages.forEach(setAside);
      drawCards();
      showToast(SAY.above);
      announce([last.layar.heading, last.layar.text]);
      return true;
    }
    stack(messages, pending);
    let next = last.layar;
    state.at = last.id;
    // A screen that is no place and offers nothing is a word in between: the question stays.
    if (before && !next.key && !next.choices.length) next = Object.assign({}, before, { notice: next.text });
    state.screen = Object.assign({}, next, { notice: '' }); // news is news once, not at every redrawing
    if (before && pending) remember(before, next, pending.said);
    if (['sapa', 'cari', 'hapus', 'lanjut', 'selesai'].indexOf(next.key) >= 0) {
      state.history = [];
      state.progress = null;
    }
    const step = /(\d+)\/(\d+) · /.exec(next.heading);
    if (step) state.progress = { now: Number(step[1]), of: Number(step[2]) };
    if (next.key === 'tinjau' && state.progress) state.progress.now = state.progress.of;
    const typed = pending !== null && pending.event.jenis === 'ketik';
    const same = before !== null && before.key === next.key && next.key !== STAFF;
    if (!same || (typed && !next.notice)) state.draft = null;
    if (state.draft) state.draft.key = next.key;
    const moved = pending !== null && before !== null && pending.event.jenis !== 'lihat';
    draw(next, { wrong: typed && same && next.notice !== '', moved: moved, same: same });
    return true;
  }

  /* What a new message to an official must not hide goes up. Without `fresh`, the answer to a button takes the place
     of the message that has it. */
  function stack(messages, pending) {
    const last = messages[messages.length - 1].layar;
    const inPlace = pending !== null && !last.fresh;
    const card = pending !== null && pending.card;
    const told = pending !== null && (pending.event.jenis === 'ketik' || pending.event.jenis === 'berkas');
    let live = state.screen && { id: state.at, layar: state.screen };
    if (live && told && ['teks', 'berkas'].indexOf(state.screen.harap) >= 0) live = null; // what it asked is answered
    if (card && inPlace) state.cards = state.cards.filter((one) => one.id !== card);
    messages.forEach((message, n) => {
      const staff = message.layar.key === STAFF;
      if (!staff) state.cards = state.cards.filter((one) => one.layar.key === STAFF); // that question has another now
      const replaced = inPlace && !card && n === messages.length - 1 && staff;
      if (live && live.layar.key !== 'selesai' && (staff || live.layar.key === STAFF) && !replaced) setAside(live);
      live = message;
    });
  }

  function setAside(message) {
    state.cards = state.cards.filter((one) => one.id !== message.id).concat({ id: message.id, layar: message.layar }).slice(-CARDS);
  }

  function remember(before, next, said) {
    if (!said || next.key === STAFF || before.key === next.key || PLACES.indexOf(before.key) >= 0) return;
    const entry = { key: before.key, asked: shortly(before), said: said };
    const at = state.history.findIndex((h) => h.key === entry.key);
    if (at < 0) {
      state.history.push(entry);
    } else {
      state.history[at] = entry;
      // What was only asked because of the earlier answer may not hold any more; if it does, the review shows it.
      const behind = entry.key === 'usia' ? 'wali' : 'alasan.' + entry.key;
      state.history = state.history.filter((h) => h.key !== behind);
    }
  }

  /* A question in a few words: the name of the unsur, or the sentence that asks, or the heading. */
  function shortly(screen) {
    const unsur = /^\D*(\d+)\/\d+ · (.+)$/.exec(screen.heading);
    if (unsur) return unsur[1] + '. ' + unsur[2];
    const sentence = /^[^?\n]{1,80}\?/.exec(screen.text);
    return sentence && screen.text.indexOf('\n') < 0 ? sentence[0] : screen.heading;
  }

  // Drawing

  let shieldTimer = 0;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  /* `how` says whether what was typed was `wrong`, whether the person `moved` here by an act of their own (the
     focus goes along), and whether it is the `same` question as before. */
  function draw(screen, how) {
    const held = live.contains(document.activeElement);
    const closing = screen.key === 'selesai';
    drawHistory(screen);
    drawCards();
    drawProgress();
    menu.hidden = false;
    live.className = closing && screen.heading ? 'closing' : '';
    if (!how.same) shield();
    live.textContent = '';

    const bubble = make('div', 'bubble' + (how.same ? '' : ' arriving'));
    const heading = make('h2', screen.heading ? '' : 'unseen', screen.heading || 'Pesan');
    heading.id = 'heading';
    heading.tabIndex = -1;
    bubble.appendChild(heading);
    bubble.appendChild(screen.key === 'tinjau' ? reviewed(screen.text) : written('text', screen.text));
    const settled = () => { if (bubble.isConnected) bringIntoView(notice && !how.wrong ? notice : bubble, false); };
    attach(bubble, screen, settled);

    let notice = null;
    if (screen.notice) {
      notice = written('notice' + (how.wrong ? ' wrong' : ''), screen.notice);
      notice.id = 'notice';
    }
    // News stands before the question; what was wrong stands at the place where it is put right.
    if (notice && !how.wrong) live.appendChild(notice);
    live.appendChild(bubble);
    if (notice && how.wrong) live.appendChild(notice);

    const { answers, ways } = sorted(screen);
    if (closing) ways.push({ label: 'Mulai survei baru', event: { jenis: 'mulai', kode: CODE } });
    if (answers.length) live.appendChild(answerList(screen, answers));
    // An official can type a command below any screen.
    if (screen.harap === 'berkas') live.appendChild(picker());
    else if ((screen.harap !== 'pilihan' || offered.length) && !closing) live.appendChild(field(screen, how.wrong));
    const code = closing && /\b[0-9A-Z]{4,}-[0-9A-Z]{4,}\b/.exec(screen.text);
    if (code && navigator.clipboard) live.appendChild(copier(code[0]));
    if (ways.length) live.appendChild(list('ways', 'Pilihan lain', ways, false));

    document.title = (screen.heading ? screen.heading + ' – ' : '') + 'Survei Kepuasan Masyarakat';
    busy(state.pending !== null);
    announce([screen.notice, how.moved ? '' : screen.heading, screen.text]);
    bringIntoView(notice && !how.wrong ? notice : bubble, how.moved);
    if (how.moved || held) focusOn(screen, heading, how.wrong);
  }

  function sorted(screen) {
    const answers = [];
    const ways = [];
    (screen.choices || []).forEach((row) => {
      row.forEach((choice) => { (choice.peran === 'navigasi' ? ways : answers).push(choice); });
    });
    return { answers: answers, ways: ways };
  }

  function answerList(screen, answers, card) {
    const paired = screen.choices.some((row) => row.length > 1 && row[0].peran !== 'navigasi');
    const decision = !card && answers.some((choice) => choice.peran === 'utama');
    const shape = decision ? 'choices decision' : paired ? 'choices pair' : 'choices';
    return list(shape, 'Pilihan jawaban', answers, decision, card);
  }

  /* The messages above. They are drawn anew only where they are others, so that pictures do not flicker. */
  function drawCards() {
    const box = $('cards');
    const ids = state.cards.map((card) => card.id).join();
    if (box.dataset.ids === ids) return;
    box.dataset.ids = ids;
    box.textContent = '';
    state.cards.forEach((card) => {
      const item = make('li');
      const bubble = make('div', 'bubble');
      const screen = card.layar;
      if (screen.heading) bubble.appendChild(make('h2', '', screen.heading));
      bubble.appendChild(written('text', screen.text));
      attach(bubble, screen, () => {});
      item.appendChild(bubble);
      const { answers, ways } = sorted(screen);
      if (answers.length) item.appendChild(answerList(screen, answers, card.id));
      if (ways.length) item.appendChild(list('ways', 'Pilihan lain', ways, false, card.id));
      box.appendChild(item);
    });
    box.hidden = !box.firstChild;
  }

  /* Pictures as wide as the bubble, in full size after a tap; files as links with name and size. */
  function attach(bubble, screen, settled) {
    (screen.attachments || []).forEach((one) => {
      const link = make('a', one.gambar ? 'picture' : 'file');
      link.href = one.url;
      if (one.gambar) {
        const picture = make('img');
        picture.addEventListener('load', settled);
        picture.alt = one.alt || one.nama;
        picture.src = one.url;
        link.target = '_blank';
        link.rel = 'noopener';
        link.append(picture, make('span', 'unseen', ' (buka ukuran penuh)'));
      } else {
        link.download = one.nama;
        link.append(one.nama);
        if (one.ukuran) link.append(make('small', '', ' ' + sized(one.ukuran)));
      }
      bubble.appendChild(link);
    });
  }

  function sized(bytes) {
    if (bytes < 1000 * 1024) return Math.max(1, Math.round(bytes / 1024)) + ' KB';
    return (bytes / 1024 / 1024).toFixed(1).replace('.', ',') + ' MB';
  }

  /* The buttons of the next question appear where the last ones were. Whoever taps twice out of habit must not
     answer two questions: for a moment the new ones let taps pass. */
  function shield() {
    live.classList.add('settling');
    clearTimeout(shieldTimer);
    shieldTimer = setTimeout(() => { live.classList.remove('settling'); }, 400);
  }

  function drawHistory(screen) {
    const history = $('history');
    history.textContent = '';
    const at = state.history.findIndex((h) => h.key === screen.key);
    // On the way back, what comes after the question now asked again is out of sight until it is answered.
    (at < 0 ? state.history : state.history.slice(0, at)).forEach((h) => {
      const item = make('li');
      const answered = make('p', 'answered');
      answered.appendChild(make('span', 'unseen', 'Jawaban Anda: '));
      answered.appendChild(make('span', 'said', h.said));
      item.appendChild(make('p', 'asked', h.asked));
      item.appendChild(answered);
      history.appendChild(item);
    });
    history.hidden = !history.firstChild;
  }

  function drawProgress() {
    const bar = $('progress');
    bar.hidden = !state.progress;
    if (!state.progress) return;
    bar.max = state.progress.of;
    bar.value = state.progress.now;
    bar.setAttribute('aria-valuetext', 'Pertanyaan ' + state.progress.now + ' dari ' + state.progress.of);
  }

  /* Paragraphs and line breaks as written; commands become links, since nobody on a phone wants to type "/mulai", and
     so do addresses, to be opened beside this page. */
  function written(className, text) {
    const box = make('div', className + (text.length > 260 ? ' long' : ''));
    text.split(/\n{2,}/).forEach((part) => {
      const paragraph = make('p');
      let done = 0;
      const names = offered.map((item) => item.nama).concat(NAMES).join('|');
      const telling = new RegExp('(^|\\s)(\\/(' + names + ')(?: ([0-9A-Z]{4,}-[0-9A-Z]{4,}))?)(?![\\w/])|(https?:\\/\\/[^\\s<>"]*[^\\s<>".,)])|\\b[0-9A-Z]{4,}-[0-9A-Z]{4,}\\b', 'g');
      for (let m = telling.exec(part); m; m = telling.exec(part)) {
        const start = m.index + (m[1] || '').length;
        paragraph.appendChild(document.createTextNode(part.slice(done, start)));
        paragraph.appendChild(m[2] ? commandLink(m[2], m[3], m[4]) : m[5] ? addressLink(m[5]) : make('strong', 'code', m[0]));
        done = telling.lastIndex;
      }
      paragraph.appendChild(document.createTextNode(part.slice(done)));
      box.appendChild(paragraph);
    });
    return box;
  }

  /* Only where an interview goes on: what others wrote leads nobody away by a tap, and an invitation is there to be
     passed on whole, not to be opened by who gives it. */
  function addressLink(url) {
    const onward = url.indexOf(location.origin + '/l/') === 0
      || /^https:\/\/(t\.me\/\w+\?start=lanjut-|wa\.me\/\d+\?text=Lanjut%20)/.test(url);
    if (!onward) return document.createTextNode(url);
    const link = make('a', 'link', url.replace(/^https?:\/\//, ''));
    link.href = url;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    return link;
  }

  function commandLink(text, name, argument) {
    const link = make('button', 'link', text);
    link.type = 'button';
    link.addEventListener('click', () => { command(name, argument || ''); });
    return link;
  }

  /* The review: "Name: answer" lines, then the sentence that asks. Lines without a name belong to the answer before. */
  function reviewed(text) {
    const box = make('div', 'text long');
    const end = text.lastIndexOf('\n\n');
    const answers = make('dl');
    let value = null;
    text.slice(0, Math.max(end, 0)).split('\n').forEach((line) => {
      const parts = /^([^:]{1,60}): (.*)$/.exec(line); // each answer is one line
      if (!parts) {
        if (value) value.textContent += '\n' + line;
        return;
      }
      const pair = make('div');
      value = make('dd', '', parts[2]);
      pair.appendChild(make('dt', '', parts[1]));
      pair.appendChild(value);
      answers.appendChild(pair);
    });
    box.appendChild(answers);
    box.appendChild(make('p', 'last', text.slice(end < 0 ? 0 : end + 2)));
    return box;
  }

  function list(className, name, choices, decision, card) {
    const box = make('ul', className);
    box.setAttribute('role', 'list'); // Safari forgets that a list without bullets is one
    box.setAttribute('aria-label', name);
    choices.forEach((choice) => {
      const item = make('li');
      item.appendChild(button(choice, className === 'ways', decision, card));
      box.appendChild(item);
    });
    return box;
  }

  /* Marks in a label (◀ ▶ ? ✓) are for channels that only have text; here they are drawn, and not read aloud. */
  function button(choice, isWay, decision, card) {
    const label = choice.label.replace(/^(◀|\?|✓) /, '').replace(/ ▶$/, '');
    const element = make('button', isWay ? 'quiet' : 'choice');
    element.type = 'button';
    label.split('/').forEach((part, n) => { // "Petani/Nelayan" in large letters goes on two lines, in two words
      if (n) element.append('/', make('wbr'));
      element.append(part);
    });
    if (choice.peran === 'utama') element.classList.add('main');
    else if (decision) element.classList.add('beside');
    if (/^◀/.test(choice.label)) element.classList.add('back');
    if (/▶$/.test(choice.label)) element.classList.add('next');
    if (/^\? /.test(choice.label)) element.classList.add('why');
    if (/^✓/.test(choice.label)) {
      element.classList.add('chosen');
      element.appendChild(make('span', 'unseen', ' (jawaban tadi)'));
    }
    element.addEventListener('click', () => {
      if (state.pending) return;
      const skipping = label === 'Lewati';
      press(element);
      if (choice.act) return choice.act();
      send(choice.event || { jenis: 'tekan', token: choice.token }, isWay ? (skipping ? 'Dilewati' : '') : label, card);
    });
    return element;
  }

  function field(screen, wrong) {
    const code = ['hapus', 'lanjut'].indexOf(screen.key) >= 0;
    const long = screen.harap === 'teks' && !code;
    const form = make('form');
    const place = screen.harap === 'apa pun' && screen.key !== STAFF;
    const asked = { angka: 'Ketik angka di sini', teks: 'Tulis di sini' }[screen.harap];
    const label = make('label', '', asked || (place ? 'Ketik nama tempat' : 'Ketik perintah'));
    if (code) label.textContent = screen.key === 'hapus' ? 'Kode tanda terima' : 'Kode lanjutan';
    const input = make(long ? 'textarea' : 'input');
    const hint = make('p', 'hint');
    const line = make('div', long ? '' : 'line');
    const submit = make('button', 'send', long ? 'Kirim tulisan' : 'Kirim');
    input.id = 'input';
    label.htmlFor = 'input';
    hint.id = 'hint';
    submit.type = 'submit';
    input.autocomplete = 'off';
    if (long) input.rows = 4;
    else input.type = 'text';
    input.setAttribute('enterkeyhint', long ? 'enter' : 'send');
    if (screen.harap === 'angka') input.setAttribute('inputmode', 'numeric');
    if (code) {
      input.setAttribute('autocapitalize', 'characters');
      input.spellcheck = false;
    }
    input.setAttribute('aria-describedby', (wrong ? 'notice ' : '') + (long ? 'hint' : 'heading'));
    if (wrong) input.setAttribute('aria-invalid', 'true');
    if (state.draft && state.draft.key === screen.key) input.value = state.draft.text;

    function count() {
      const length = Array.from(input.value.trim()).length; // as the server counts: an emoji is one
      const left = LONGEST - length;
      hint.textContent = left < 0 ? 'Kelebihan ' + -left + ' huruf. Mohon dipersingkat.'
        : left < 500 ? 'Sisa ' + left + ' huruf.' : 'Paling banyak 4.000 huruf.';
      hint.className = left < 0 ? 'hint over' : 'hint';
    }
    input.addEventListener('input', () => {
      state.draft = { key: screen.key, text: input.value };
      keep();
      if (long) count();
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (state.pending) return;
      if (!text || (long && Array.from(text).length > LONGEST)) {
        input.focus();
        return;
      }
      const slash = new RegExp('^\\/(' + NAMES + ')(?:\\s+(\\S+))?$', 'i').exec(text);
      if (slash) return command(slash[1].toLowerCase(), slash[2] || '');
      state.draft = { key: screen.key, text: input.value };
      press(submit);
      send({ jenis: 'ketik', teks: text }, text);
    });
    form.appendChild(label);
    line.appendChild(input);
    form.appendChild(line);
    if (long) {
      count();
      form.appendChild(hint);
    }
    (long ? form : line).appendChild(submit);
    return form;
  }

  function picker() {
    const box = make('div', 'picker');
    const choose = make('button', 'plain beside', 'Pilih berkas');
    const input = make('input');
    const hint = make('p', 'hint', 'Paling besar 5 MB.');
    hint.id = 'hint';
    choose.type = 'button';
    choose.setAttribute('aria-describedby', 'hint');
    input.type = 'file';
    input.hidden = true;
    choose.addEventListener('click', () => { if (!state.pending) input.click(); });
    input.addEventListener('change', () => {
      const file = input.files[0];
      input.value = ''; // the same file may be chosen again once it was put right
      if (!file || state.pending) return;
      const wrong = file.size > LARGEST ? SAY.tooLarge : file.size ? '' : SAY.empty;
      if (wrong) return showToast(wrong);
      chosen = file;
      press(choose);
      send({ jenis: 'berkas', nama: file.name }, '');
    });
    box.append(choose, input, hint);
    return box;
  }

  function copier(code) {
    const element = make('button', 'plain beside', 'Salin kode tanda terima');
    element.type = 'button';
    element.addEventListener('click', () => {
      navigator.clipboard.writeText(code).then(
        () => { showToast('Kode sudah disalin.'); },
        () => { showToast('Kode belum tersalin. Silakan dicatat.'); }
      );
    });
    return element;
  }

  function press(element) {
    element.classList.add('pressed');
    element.setAttribute('aria-busy', 'true');
  }

  /* While an answer is on its way nothing else can be pressed. The pressed button is left enabled, so that it
     keeps the focus; `send` lets nothing through meanwhile. */
  function busy(on) {
    live.classList.toggle('busy', on);
    live.setAttribute('aria-busy', String(on));
    $('cards').classList.toggle('busy', on);
    document.querySelectorAll('main button').forEach((b) => {
      b.disabled = on && !b.classList.contains('pressed');
      if (!on) {
        b.classList.remove('pressed');
        b.removeAttribute('aria-busy');
      }
    });
    const input = $('input');
    if (input) input.readOnly = on;
  }

  function focusOn(screen, heading, wrong) {
    const input = $('input');
    const number = screen.harap === 'angka';
    // An age can only be typed, so the keyboard may come up by itself; elsewhere it would hide the other ways.
    const target = input && (number || wrong) ? input : heading;
    target.focus({ preventScroll: true });
    if (target === input && number) input.select();
  }

  /* All of the live part if it fits, else its beginning. */
  function bringIntoView(top, smooth) {
    const header = document.querySelector('header');
    const sticky = getComputedStyle(header).position === 'sticky' ? header.offsetHeight : 0;
    const start = top.getBoundingClientRect().top + window.pageYOffset - sticky - 12;
    const end = document.documentElement.scrollHeight - window.innerHeight;
    const calm = !smooth || matchMedia('(prefers-reduced-motion: reduce)').matches;
    window.scrollTo({ top: Math.max(0, Math.min(start, end)), behavior: calm ? 'auto' : 'smooth' });
  }

  /* Where the focus goes to the heading, that is read anyway; the region adds what stands around it. */
  function announce(parts) {
    const region = $('announce');
    region.textContent = '';
    setTimeout(() => { region.textContent = parts.filter(Boolean).join('\n'); }, 60);
  }

  let statusTimer = 0;

  function showStatus(text, label, act) {
    const box = $('status');
    clearTimeout(statusTimer);
    if (box.firstChild && box.firstChild.textContent === text) return; // not to be read again at every retry
    box.textContent = '';
    if (!text) return;
    box.appendChild(make('span', '', text));
    if (label) {
      const button = make('button', '', label);
      button.type = 'button';
      button.addEventListener('click', act);
      box.appendChild(button);
    }
  }

  function showToast(text) {
    showStatus(text);
    statusTimer = setTimeout(showStatus, 6000, '');
  }

  // The menu. What throws answers away asks first; that question is ours alone, the server knows nothing of it.

  function command(name, argument) {
    if (state.pending) return;
    const filled = state.history.length > 0 || state.progress !== null;
    const go = () => {
      if (NAMES.split('|').indexOf(name) < 0) send({ jenis: 'ketik', teks: ('/' + name + ' ' + argument).trim() });
      else if (name === 'mulai' && !offered.length) send({ jenis: 'mulai', kode: argument || CODE });
      else send({ jenis: 'perintah', nama: name, argumen: argument }); // what it means to an official the server knows
    };
    if (name === 'hapus' && argument) {
      ask('Hapus jawaban ini?', 'Jawaban dengan kode ' + argument + ' akan dihapus dan tidak dihitung lagi.', 'Ya, hapus', 'Tidak jadi', go);
    } else if (name === 'hapus' && filled) {
      ask('Hapus jawaban?', 'Jawaban yang sedang diisi juga akan dihapus.', 'Ya, hapus', 'Lanjutkan survei', go);
    } else if (name === 'batal' && filled) {
      ask('Berhenti mengisi?', 'Jawaban yang belum terkirim akan dihapus.', 'Ya, berhenti', 'Lanjutkan survei', go);
    } else if (name === 'ulang' && filled) {
      ask('Ulangi dari awal?', 'Jawaban yang belum terkirim akan dihapus, lalu survei dimulai lagi.', 'Ya, ulangi', 'Lanjutkan survei', go);
    } else {
      go();
    }
  }

  function ask(heading, text, yes, no, go) {
    const back = () => { draw(state.screen, { moved: true, same: true }); };
    const choices = [[{ label: no, peran: 'utama', act: back }], [{ label: yes, peran: 'jawab', act: go }]];
    draw({ heading: heading, text: text, choices: choices, harap: 'pilihan', key: '' }, { moved: true });
  }

  const forCitizens = Array.from(menu.querySelector('ul').children);

  function drawMenu() {
    const box = menu.querySelector('ul');
    box.textContent = '';
    const items = offered.map((one) => {
      const item = make('li');
      const choice = make('button', '', one.keterangan + ' ');
      choice.type = 'button';
      choice.dataset.nama = one.nama;
      choice.appendChild(make('small', '', '/' + one.nama));
      item.appendChild(choice);
      return item;
    });
    box.append(...(items.length ? items : forCitizens));
  }

  menu.addEventListener('click', (event) => {
    const chosen = event.target.closest('button');
    if (!chosen) return;
    menu.open = false;
    if (!state.pending) command(chosen.dataset.nama, '');
    else if (!$('status').firstChild) showToast(SAY.wait);
  });
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });

  // The start

  window.addEventListener('online', again);
  window.addEventListener('pageshow', (event) => { if (event.persisted) again(); });
  document.addEventListener('visibilitychange', () => { document.hidden ? stopListening() : again(); });

  function reloaded() {
    const entry = performance.getEntriesByType ? performance.getEntriesByType('navigation')[0] : null;
    const kind = entry ? entry.type : ['navigate', 'reload', 'back_forward'][performance.navigation.type];
    return kind === 'reload' || kind === 'back_forward';
  }

  drawMenu();
  if (state.screen) draw(state.screen, { same: true }); // what was here last, until the server says more
  if (state.pending) {
    busy(true);
    attempt(0);
  } else if (state.screen && state.screen.key === STAFF) {
    listen(); // what is shown to officials stands for itself: nothing is open that could have gone on
  } else if (wasOpen || reloaded()) {
    send({ jenis: 'lihat' });
  } else {
    send(entry());
  }
})();
