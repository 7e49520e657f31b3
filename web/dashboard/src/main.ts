import { createApp } from 'vue';
import App from './App.vue';
import { loadMe } from './me';
import { router } from './router';
import './styles/tokens.css';
import './styles/base.css';

void loadMe();
createApp(App).use(router).mount('#app');
