import { CircleGauge, Mail, Rocket } from '@lucide/vue'
import { pages } from '@/framework/page'

export default pages(
  { name: 'home', path: '/home', label: 'tenant.home.title', component: () => import('./HomePage.vue'), group: 'overview', icon: CircleGauge, order: 20,
    needs: ['listVirtualMachines'] },
  { name: 'launch', path: '/instance/new', label: 'tenant.launch.title', component: () => import('@/launch/LaunchPage.vue'), icon: Rocket,
    needs: ['deployVirtualMachine', 'listTemplates', 'listServiceOfferings'] },
  { name: 'timeline', path: '/timeline', label: 'tenant.timeline.title', component: () => import('./TimelinePage.vue'), needs: ['listEvents'] },
  { name: 'profile', path: '/profile', label: 'tenant.profile.title', component: () => import('@/profile/ProfilePage.vue') },
  { name: 'invitations', path: '/invitations', label: 'tenant.project.invitations', component: () => import('@/projects/InvitationsPage.vue'), group: 'tenants', icon: Mail,
    order: 45, needs: ['listProjectInvitations'] },
)
