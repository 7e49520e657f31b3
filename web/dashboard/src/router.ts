// Addresses below /dashboard/. Each page is a chunk of its own, fetched when it is first opened.
import { createRouter, createWebHistory } from 'vue-router';
import { showError } from './toasts';

export interface PageEntry {
  path: string;
  name: string;
  title: string;
}

export const pages: PageEntry[] = [
  { path: '/', name: 'overview', title: 'Overview' },
  { path: '/sales', name: 'sales', title: 'Sales' },
  { path: '/campaigns', name: 'campaigns', title: 'Campaigns' },
  { path: '/pictures', name: 'pictures', title: 'Pictures' },
  { path: '/pages', name: 'pages', title: 'Pages' },
  { path: '/queues', name: 'queues', title: 'Queues' },
  { path: '/account', name: 'account', title: 'Account' },
];

const loaders: Record<string, () => Promise<unknown>> = {
  overview: () => import('./pages/Overview.vue'),
  sales: () => import('./pages/Sales.vue'),
  campaigns: () => import('./pages/Campaigns.vue'),
  pictures: () => import('./pages/Pictures.vue'),
  pages: () => import('./pages/Pages.vue'),
  queues: () => import('./pages/Queues.vue'),
  account: () => import('./pages/Account.vue'),
};

export const router = createRouter({
  history: createWebHistory(import.meta.env.BASE_URL),
  routes: [
    ...pages.map(({ path, name, title }) => ({
      path,
      name,
      component: loaders[name]!,
      meta: { title },
    })),
    {
      path: '/:rest(.*)*',
      name: 'missing',
      component: () => import('./pages/Missing.vue'),
      meta: { title: 'No such page' },
    },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.afterEach((to) => {
  document.title = `${String(to.meta.title)} · Vitrine`;
});

// A chunk that is not there any more: the server was updated while this page was open. Loading the
// page anew gets the new one; a second failure in a row is said instead of tried for ever.
router.onError((error, to) => {
  const last = Number(sessionStorage.getItem('vitrine.reloaded') ?? 0);
  if (Date.now() - last < 10_000) {
    showError(error);
    return;
  }
  sessionStorage.setItem('vitrine.reloaded', String(Date.now()));
  location.assign(router.resolve(to).href);
});
