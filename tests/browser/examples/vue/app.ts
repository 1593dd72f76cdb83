// Faqlet in Vue 3. In templates, tell the compiler that the tag is not a component: isCustomElement: (tag) => tag === 'faq-let'.
import { createApp, h, ref } from 'vue';
import 'faqlet';
import type { FaqLetElement, FaqletEvent } from 'faqlet';

const Help = {
  setup() {
    const faq = ref<FaqLetElement>();
    const lang = ref('en');
    const read = ref('nothing yet');
    return () => [
      h('button', { id: 'ask', onClick: () => faq.value?.search('refund') }, 'When is my money back?'),
      h('button', { id: 'persian', onClick: () => (lang.value = 'fa') }, 'فارسی'),
      h('p', { id: 'read' }, read.value),
      h(
        'faq-let',
        { ref: faq, index: '/help/', lang: lang.value, 'onFaqlet-article': (event: FaqletEvent<'article'>) => (read.value = event.detail.id) },
        [h('a', { href: '/help/pages/en.html' }, 'All answers')],
      ),
    ];
  },
};

createApp(Help).mount('#app');
