import { FileKey2, Gauge, Plus, ShieldQuestionMark, SlidersHorizontal, Trees, Vault, Wand2 } from '@lucide/vue'
import { pages } from '@/framework/page'

export default pages(
  { name: 'admin', path: '/admin', label: 'page.admin', group: 'overview', icon: Gauge, order: 5, needs: ['listInfrastructure', 'listCapacity'],
    component: () => import('./dashboard/AdminDashboard.vue') },
  { name: 'zone-wizard', path: '/setup/zone', label: 'page.zonewizard', group: 'infrastructure', icon: Wand2, order: 1,
    needs: ['createZone', 'createPhysicalNetwork', 'createPod', 'addCluster', 'addHost'], component: () => import('./zone/ZoneWizard.vue') },
  { name: 'host-add', path: '/setup/host', label: 'page.addhost', group: 'infrastructure', icon: Plus, order: 41, needs: ['addHost', 'listJoinedHosts', 'listClusters'],
    component: () => import('./hosts/AddHost.vue') },
  { name: 'domains', path: '/domains', label: 'page.domains', group: 'tenants', icon: Trees, order: 9, needs: ['listDomains'],
    component: () => import('./tenants/DomainTree.vue') },
  { name: 'limits', path: '/limits', label: 'page.limits', group: 'tenants', icon: Vault, order: 50, needs: ['listResourceLimits', 'listDomains', 'listAccounts', 'updateResourceLimit'],
    component: () => import('./tenants/LimitsPage.vue') },
  { name: 'why', path: '/why', label: 'page.why', group: 'settings', icon: ShieldQuestionMark, order: 80, needs: ['explainPermission'],
    component: () => import('./roles/WhyDenied.vue') },
  { name: 'settings', path: '/settings', label: 'page.settings', group: 'settings', icon: SlidersHorizontal, order: 10, needs: ['listConfigurations', 'updateConfiguration'],
    component: () => import('./settings/SettingsPage.vue') },
  { name: 'certificates', path: '/certificates', label: 'page.certificates', group: 'settings', icon: FileKey2, order: 20, needs: ['listCaCertificate', 'issueCertificate'],
    component: () => import('./settings/CertificatesPage.vue') },
)
