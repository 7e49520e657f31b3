// The name of the instance that answers, as the pages learn it from what they read.
import { ref } from 'vue';

export const instanceName = ref('');
