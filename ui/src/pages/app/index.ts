import { pages } from '@/framework/page'

export default pages(
  { name: 'login', path: '/login', label: 'page.login', component: () => import('./LoginPage.vue'), open: true },
)
