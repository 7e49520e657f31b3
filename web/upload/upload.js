// Several pictures at a time, how far each of them is, and its thumbnail as soon as there is one:
// the server holds the request for it until then, so nothing is asked for again and again.
'use strict';

(() => {
  const form = document.getElementById('form');
  const input = document.getElementById('files');
  const list = document.getElementById('uploads');
  const drop = document.getElementById('drop');
  if (!form) return;

  const kAtOnce = 3;
  const limit = Number(form.dataset.limit);
  const waiting = [];
  let running = 0;

  document.documentElement.classList.add('script');
  document.getElementById('call').textContent = 'Drop pictures here, or choose them';
  document.getElementById('send').hidden = true;
  input.multiple = true;
  input.required = false;

  const sizeText = (bytes) =>
    bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;

  function makeRow(file) {
    const row = document.createElement('li');
    const frame = document.createElement('span');
    frame.className = 'frame';
    const words = document.createElement('div');
    const name = document.createElement('b');
    name.textContent = file.name;
    const bar = document.createElement('progress');
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute('aria-label', `Upload of ${file.name}`);
    const state = document.createElement('small');
    state.textContent = `${sizeText(file.size)}, waits for its turn`;
    words.append(name, bar, state);
    row.append(frame, words);
    list.prepend(row);
    return { row, frame, name, bar, state };
  }

  function fail(view, text) {
    view.bar.hidden = true;
    view.row.classList.add('wrong-one');
    view.state.textContent = text;
  }

  async function reason(response) {
    try {
      const said = await response.json();
      return said.msg || said.error.message;
    } catch {
      return `The server answered ${response.status}`;
    }
  }

  // Bytes have arrived; the thumbnail is in the queue.
  async function follow(view, uploaded) {
    view.bar.removeAttribute('value');
    view.state.textContent = 'Uploaded; the thumbnail is being made';
    fetch(`/jobs/${uploaded.job}`)
      .then((response) => (response.ok ? response.json() : null))
      .then((job) => {
        if (job && job.ahead > 0 && !view.bar.hidden) {
          view.state.textContent = `Uploaded; number ${job.ahead + 1} in the queue`;
        }
      })
      .catch(() => {});
    for (;;) {
      const response = await fetch(`${uploaded.thumbnail}?wait=60`);
      if (response.ok) return show(view, uploaded.thumbnail, await response.blob());
      if (response.status !== 404) return fail(view, await reason(response));
    }
  }

  function show(view, path, blob) {
    const image = new Image(100, 100);
    image.src = path;
    image.alt = '';
    view.frame.replaceChildren(image);
    view.bar.hidden = true;
    const link = document.createElement('a');
    link.href = path;
    link.textContent = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    view.state.replaceChildren(link, ` ${sizeText(blob.size)}`);
  }

  function send(file, fields, view) {
    return new Promise((resolve) => {
      const body = new FormData();
      for (const [name, value] of fields) body.append(name, value);
      body.append('upload', file);
      const request = new XMLHttpRequest();
      request.open('POST', '/upload');
      request.setRequestHeader('Accept', 'application/json');
      request.responseType = 'json';
      request.upload.onprogress = (event) => {
        view.bar.value = event.loaded / event.total;
        view.state.textContent = `${sizeText(event.loaded)} of ${sizeText(event.total)}`;
      };
      request.onload = () => {
        const said = request.response;
        if (request.status === 200 && said) {
          follow(view, said).catch(() => fail(view, 'The connection was lost')).then(resolve);
          return;
        }
        fail(view, (said && said.error && said.error.message) || `The server answered ${request.status}`);
        resolve();
      };
      request.onerror = () => {
        fail(view, 'The upload was cut off: the server refused it, or the connection was lost');
        resolve();
      };
      request.send(body);
    });
  }

  async function next() {
    while (running < kAtOnce && waiting.length > 0) {
      const { file, fields, view } = waiting.shift();
      running += 1;
      send(file, fields, view).then(() => {
        running -= 1;
        next();
      });
    }
  }

  function add(files) {
    const fields = [...new FormData(form)].filter(([name, value]) => name !== 'upload' && value !== '');
    for (const file of files) {
      const view = makeRow(file);
      if (fields.length > 0 && files.length > 1) {
        fail(view, 'An original has an id of its own: choose one picture');
      } else if (file.size > limit) {
        fail(view, `${sizeText(file.size)} is over the limit of ${sizeText(limit)}`);
      } else {
        waiting.push({ file, fields, view });
      }
    }
    input.value = '';
    next();
  }

  input.addEventListener('change', () => add([...input.files]));
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const name of ['dragenter', 'dragover']) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) drop.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    add([...event.dataTransfer.files]);
  });
})();
