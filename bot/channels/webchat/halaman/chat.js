/* The web chat: one live question, a short history above it, and no answer lost when the network is.

   One plain file, no framework and no build: it must start fast on a slow phone and be read in one go.
   Parts: what is kept, sending, listening, receiving, drawing, the menu, the start.
   All text goes in through textContent, so nothing a server or a person wrote can become markup.
   Syntax stays at what browsers of 2018 know: phones at the counter are not new. */
(() => {
  'use strict';

  const STORE = 'ikm-chat';
  const RETRY_AFTER = [1, 2, 4, 8, 15, 30]; // seconds; the last one repeats
  const PATIENCE = 20; // seconds until a request counts as lost
  const LISTEN = 25; // seconds the server may hold a long poll
  const LONGEST = 4000; // characters; the engine's SARAN_PALING
  const PLACES = ['cari', 'kelompok', 'daftar', 'simpang', 'ganda', 'tinjau', 'ubah', 'hapus']; // not questions
  const NAMES = 'mulai|bantuan|privasi|ulang|batal|hapus';
  const SAY = {
    lost: 'Sambungan terputus. Kami coba lagi…',
    lostAnswer: 'Sambungan terputus. Jawaban Anda belum terkirim; kami coba lagi…',
    trouble: 'Maaf, ada gangguan di sistem kami. Jawaban Anda belum tercatat; kami coba lagi…',
    refused: 'Maaf, kiriman itu tidak dapat kami terima.',
    wait: 'Sebentar, jawaban tadi masih dikirim.',
    nothing: 'Survei belum dapat dibuka.',
  };
  const CODE = codeIn(location.pathname);

  const $ = (id) => document.getElementById(id);
  const live = $('live');
  const menu = $('menu');

  function codeIn(path) {
    const found = /^\/s\/([^/]+)\/?$/.exec(path);
    try {
      return found ? decodeURIComponent(found[1]).slice(0, 200) : '';
    } catch (e) {
      return '';
    }
  }

  // What is kept: in sessionStorage, so that a reload goes on where it was, for this tab only, and only until the
  // interview ends. The next person with this phone finds nothing.

  let state = restored();
  const wasOpen = state.screen !== null || state.pending !== null;

  function blank() {
    return { path: location.pathname, since: '', screen: null, history: [], progress: null, pending: null, draft: null };
  }

  function restored() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(STORE));
      if (kept && kept.path === location.pathname) return kept;
    } catch (e) { /* storage is switched off, or holds something else: begin anew */ }
    return blank();
  }

  function keep() {
    try {
      if (state.screen && state.screen.key === 'selesai') sessionStorage.removeItem(STORE);
      else sessionStorage.setItem(STORE, JSON.stringify(state));
    } catch (e) { /* switched off or full: all works but resuming */ }
  }

  // Sending: one event at a time, kept until the server has it, with the same id each time it is tried.

  let underway = false;
  let retryTimer = 0;

  function send(event, said) {
    if (state.pending) return;
    state.pending = { id: uuid(), event: event, said: said || '' };
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
    const outcome = await post({ id: state.pending.id, setelah: state.since, kejadian: event });
    underway = false;
    if (outcome.reply) {
      settle(outcome.reply);
    } else if (outcome.refused) {
      state.pending = null;
      keep();
      busy(false);
      showStatus(outcome.refused, 'Muat ulang', reload);
    } else {
      const answering = event.jenis !== 'mulai' && event.jenis !== 'lihat';
      showStatus(outcome.trouble || (answering ? SAY.lostAnswer : SAY.lost), 'Coba sekarang', again);
      const seconds = RETRY_AFTER[Math.min(failures, RETRY_AFTER.length - 1)];
      retryTimer = setTimeout(attempt, seconds * (800 + 400 * Math.random()), failures + 1);
    }
  }

  /* {reply} the server has it; {refused} it never will; {trouble} or {} try again. */
  async function post(body) {
    try {
      const response = await request('POST', '/chat', PATIENCE, new AbortController(), JSON.stringify(body));
      const reply = await response.json().catch(() => { return {}; });
      if (response.ok) return Array.isArray(reply.pesan) ? { reply: reply } : {}; // e.g. a Wi-Fi login page
      const later = response.status >= 500 || response.status === 429 || response.status === 408;
      return later ? { trouble: reply.salah || SAY.trouble } : { refused: reply.salah || SAY.refused };
    } catch (e) {
      return {};
    }
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
      send({ jenis: 'mulai', kode: CODE });
      return;
    }
    if (reply.toast) pending.said = ''; // the press was not taken: another tab had answered already
    if (!receive(reply.pesan, pending)) {
      busy(false);
      if (!state.screen) showStatus(SAY.nothing, 'Muat ulang', reload);
    }
    keep();
    if (reply.toast) showToast(reply.toast);
    listen();
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
    if (state.screen.key === 'selesai') return void poll(new AbortController(), 1);
    const mine = (listening = new AbortController());
    let pause = 1;
    while (listening === mine) {
      const messages = await poll(mine, LISTEN);
      if (listening !== mine) return;
      if (messages && receive(messages, null)) keep();
      if (state.screen.key === 'selesai') {
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
    const before = state.screen;
    let next = last.layar;
    state.since = last.id;
    // A screen that is no place and offers nothing is a word in between: the question stays.
    if (before && !next.key && !next.choices.length) next = Object.assign({}, before, { notice: next.text });
    state.screen = Object.assign({}, next, { notice: '' }); // news is news once, not at every redrawing
    if (before && pending) remember(before, next, pending.said);
    if (['sapa', 'cari', 'hapus', 'selesai'].indexOf(next.key) >= 0) {
      state.history = [];
      state.progress = null;
    }
    const step = /(\d+)\/(\d+) · /.exec(next.heading);
    if (step) state.progress = { now: Number(step[1]), of: Number(step[2]) };
    if (next.key === 'tinjau' && state.progress) state.progress.now = state.progress.of;
    const typed = pending !== null && pending.event.jenis === 'ketik';
    const same = before !== null && before.key === next.key;
    if (!same || (typed && !next.notice)) state.draft = null;
    if (state.draft) state.draft.key = next.key;
    const moved = pending !== null && before !== null && pending.event.jenis !== 'lihat';
    draw(next, { wrong: typed && same && next.notice !== '', moved: moved, same: same });
    return true;
  }

  function remember(before, next, said) {
    if (!said || before.key === next.key || PLACES.indexOf(before.key) >= 0) return;
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

    let notice = null;
    if (screen.notice) {
      notice = written('notice' + (how.wrong ? ' wrong' : ''), screen.notice);
      notice.id = 'notice';
    }
    // News stands before the question; what was wrong stands at the place where it is put right.
    if (notice && !how.wrong) live.appendChild(notice);
    live.appendChild(bubble);
    if (notice && how.wrong) live.appendChild(notice);

    const answers = [];
    const ways = [];
    (screen.choices || []).forEach((row) => {
      row.forEach((choice) => { (choice.peran === 'navigasi' ? ways : answers).push(choice); });
    });
    if (closing) ways.push({ label: 'Mulai survei baru', event: { jenis: 'mulai', kode: CODE } });
    const paired = (screen.choices || []).some((row) => row.length > 1 && row[0].peran !== 'navigasi');
    const decision = answers.some((choice) => choice.peran === 'utama');
    const shape = decision ? 'choices decision' : paired ? 'choices pair' : 'choices';
    if (answers.length) live.appendChild(list(shape, 'Pilihan jawaban', answers, decision));
    if (screen.harap !== 'pilihan' && !closing) live.appendChild(field(screen, how.wrong));
    const code = closing && /\b[0-9A-Z]{4,}-[0-9A-Z]{4,}\b/.exec(screen.text);
    if (code && navigator.clipboard) live.appendChild(copier(code[0]));
    if (ways.length) live.appendChild(list('ways', 'Pilihan lain', ways, false));

    document.title = (screen.heading ? screen.heading + ' – ' : '') + 'Survei Kepuasan Masyarakat';
    busy(state.pending !== null);
    announce([screen.notice, how.moved ? '' : screen.heading, screen.text]);
    bringIntoView(notice && !how.wrong ? notice : bubble, how.moved);
    if (how.moved || held) focusOn(screen, heading, how.wrong);
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

  /* Paragraphs and line breaks as written; commands become links, since nobody on a phone wants to type "/mulai". */
  function written(className, text) {
    const box = make('div', className + (text.length > 260 ? ' long' : ''));
    text.split(/\n{2,}/).forEach((part) => {
      const paragraph = make('p');
      let done = 0;
      const telling = new RegExp('(^|\\s)(\\/(' + NAMES + ')(?: ([0-9A-Z]{4,}-[0-9A-Z]{4,}))?)(?![\\w/])|\\b[0-9A-Z]{4,}-[0-9A-Z]{4,}\\b', 'g');
      for (let m = telling.exec(part); m; m = telling.exec(part)) {
        const start = m.index + (m[1] || '').length;
        paragraph.appendChild(document.createTextNode(part.slice(done, start)));
        paragraph.appendChild(m[2] ? commandLink(m[2], m[3], m[4]) : make('strong', 'code', m[0]));
        done = telling.lastIndex;
      }
      paragraph.appendChild(document.createTextNode(part.slice(done)));
      box.appendChild(paragraph);
    });
    return box;
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
    let name = '';
    let value = null;
    text.slice(0, Math.max(end, 0)).split('\n').forEach((line) => {
      const parts = name === 'Saran' ? null : /^([^:]{1,60}): (.*)$/.exec(line); // the last answer, in free words
      if (!parts) {
        if (value) value.textContent += '\n' + line;
        return;
      }
      const pair = make('div');
      name = parts[1];
      value = make('dd', '', parts[2]);
      pair.appendChild(make('dt', '', name));
      pair.appendChild(value);
      answers.appendChild(pair);
    });
    box.appendChild(answers);
    box.appendChild(make('p', 'last', text.slice(end < 0 ? 0 : end + 2)));
    return box;
  }

  function list(className, name, choices, decision) {
    const box = make('ul', className);
    box.setAttribute('role', 'list'); // Safari forgets that a list without bullets is one
    box.setAttribute('aria-label', name);
    choices.forEach((choice) => {
      const item = make('li');
      item.appendChild(button(choice, className === 'ways', decision));
      box.appendChild(item);
    });
    return box;
  }

  /* Marks in a label (◀ ▶ ? ✓) are for channels that only have text; here they are drawn, and not read aloud. */
  function button(choice, isWay, decision) {
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
      send(choice.event || { jenis: 'tekan', token: choice.token }, isWay ? (skipping ? 'Dilewati' : '') : label);
    });
    return element;
  }

  function field(screen, wrong) {
    const long = screen.harap === 'teks' && screen.key !== 'hapus';
    const form = make('form');
    const label = make('label', '', { angka: 'Ketik angka di sini', teks: 'Tulis di sini' }[screen.harap] || 'Ketik nama tempat');
    if (screen.key === 'hapus') label.textContent = 'Kode tanda terima';
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
    if (screen.key === 'hapus') {
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
    live.querySelectorAll('button').forEach((b) => {
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
      send(name === 'mulai' ? { jenis: 'mulai', kode: argument || CODE } : { jenis: 'perintah', nama: name, argumen: argument });
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

  if (state.screen) draw(state.screen, { same: true }); // what was here last, until the server says more
  if (state.pending) {
    busy(true);
    attempt(0);
  } else if (wasOpen || reloaded()) {
    send({ jenis: 'lihat' });
  } else {
    send({ jenis: 'mulai', kode: CODE });
  }
})();
