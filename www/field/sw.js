/* The worker of the field handbook. It is the site's own; of Faqlet it imports the part that keeps answers, widget and index. */
importScripts('./help/faqlet-sw.js');
faqletOffline({
  index: './help/',
  shell: ['./', './index.html', './app.js', './app.webmanifest', './assets/field.css', './assets/icon.svg', './assets/icon-192.png'],
  share: './ask',
});
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
