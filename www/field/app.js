/* What the field handbook does beside showing its widget: it registers its worker, and offers to be installed where the browser allows. */
(() => {
  'use strict';
  /* A strict page takes scripts only by name; this one is the only name there is. */
  const rules = { createScriptURL: (url) => (url === 'sw.js' ? url : '') };
  const policy = globalThis.trustedTypes?.createPolicy('service-worker', rules) ?? rules;
  navigator.serviceWorker?.register(policy.createScriptURL('sw.js')).catch((error) => console.warn(`no offline use: ${error.message}`));

  const button = document.getElementById('install');
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    button.hidden = false;
    button.onclick = () => event.prompt();
  });
  addEventListener('appinstalled', () => (button.hidden = true));
})();
