CREATE TABLE affinity_group_vm (
  group_id INTEGER NOT NULL,
  vm_id INTEGER NOT NULL,
  CONSTRAINT pk_affinity_group_vm PRIMARY KEY (group_id, vm_id)
);

CREATE INDEX ix_affinity_group_vm_vm ON affinity_group_vm (vm_id);

CREATE TABLE alert (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  type INTEGER DEFAULT '0' NOT NULL,
  name VARCHAR(60),
  subject VARCHAR(999),
  zone_id INTEGER,
  pod_id INTEGER,
  cluster_id INTEGER,
  sent_count INTEGER DEFAULT '1' NOT NULL,
  last_sent INTEGER DEFAULT '0' NOT NULL,
  resolved INTEGER,
  cause VARCHAR(128),
  archived BOOLEAN DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_alert PRIMARY KEY (id),
  CONSTRAINT uq_alert_uuid UNIQUE (uuid)
);

CREATE INDEX ix_alert_cause ON alert (cause, resolved);

CREATE TABLE certificate (
  serial VARCHAR(64) NOT NULL,
  name VARCHAR(255) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  subject_id INTEGER,
  key_sha256 VARCHAR(64),
  not_after INTEGER DEFAULT '0' NOT NULL,
  revoked INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  pem TEXT,
  key_enc TEXT,
  CONSTRAINT pk_certificate PRIMARY KEY (serial)
);

CREATE INDEX ix_certificate_subject ON certificate (kind, subject_id);

CREATE TABLE client_token (
  account_id INTEGER NOT NULL,
  command VARCHAR(60) NOT NULL,
  token VARCHAR(190) NOT NULL,
  digest VARCHAR(64) NOT NULL,
  object_uuid VARCHAR(40),
  saga_id INTEGER,
  answer TEXT,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_client_token PRIMARY KEY (account_id, command, token)
);

CREATE TABLE configuration (
  name VARCHAR(190) NOT NULL,
  scope VARCHAR(20) NOT NULL,
  scope_id INTEGER DEFAULT '0' NOT NULL,
  value TEXT,
  encrypted BOOLEAN DEFAULT '0' NOT NULL,
  updated INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_configuration PRIMARY KEY (name, scope, scope_id)
);

CREATE TABLE console_proxy (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  name VARCHAR(255) NOT NULL,
  zone_id INTEGER,
  vm_id INTEGER,
  address VARCHAR(255),
  beat INTEGER DEFAULT '0' NOT NULL,
  sessions INTEGER DEFAULT '0' NOT NULL,
  version VARCHAR(40),
  draining BOOLEAN DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_console_proxy PRIMARY KEY (id),
  CONSTRAINT uq_console_proxy_uuid UNIQUE (uuid)
);

CREATE INDEX ix_console_proxy_live ON console_proxy (live, kind, beat);

CREATE INDEX ix_console_proxy_vm_id ON console_proxy (vm_id);

CREATE INDEX ix_console_proxy_zone_id ON console_proxy (zone_id);

CREATE TABLE custom_certificate (
  name VARCHAR(120) NOT NULL,
  seq INTEGER,
  domain_suffix VARCHAR(255) NOT NULL,
  certificate TEXT NOT NULL,
  key_enc TEXT,
  updated INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_custom_certificate PRIMARY KEY (name)
);

CREATE TABLE debt (
  id INTEGER NOT NULL,
  saga_id INTEGER NOT NULL,
  seq INTEGER DEFAULT '0' NOT NULL,
  host_id INTEGER NOT NULL,
  lock_key VARCHAR(128) NOT NULL,
  epoch INTEGER DEFAULT '0' NOT NULL,
  fence INTEGER DEFAULT '0' NOT NULL,
  object VARCHAR(255) NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  attempts INTEGER DEFAULT '0' NOT NULL,
  last_error VARCHAR(1000),
  CONSTRAINT pk_debt PRIMARY KEY (id)
);

CREATE INDEX ix_debt_host ON debt (host_id);

CREATE INDEX ix_debt_saga ON debt (saga_id);

CREATE TABLE disk_offering (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  display_text VARCHAR(4096),
  size_bytes INTEGER DEFAULT '0' NOT NULL,
  customized BOOLEAN DEFAULT '0' NOT NULL,
  customized_iops BOOLEAN DEFAULT '0' NOT NULL,
  min_iops INTEGER,
  max_iops INTEGER,
  tags VARCHAR(1024),
  storage_type VARCHAR(10) DEFAULT 'shared',
  provisioning_type VARCHAR(10) DEFAULT 'thin',
  cache_mode VARCHAR(20),
  display BOOLEAN DEFAULT '1' NOT NULL,
  disk_size_strictness BOOLEAN DEFAULT '0' NOT NULL,
  encrypt BOOLEAN DEFAULT '0' NOT NULL,
  for_service_offering BOOLEAN DEFAULT '0' NOT NULL,
  state VARCHAR(10) DEFAULT 'Active' NOT NULL,
  unique_name VARCHAR(60),
  sort_key INTEGER DEFAULT '0' NOT NULL,
  bytes_read_rate INTEGER,
  bytes_write_rate INTEGER,
  iops_read_rate INTEGER,
  iops_write_rate INTEGER,
  bytes_read_rate_max INTEGER,
  bytes_write_rate_max INTEGER,
  iops_read_rate_max INTEGER,
  iops_write_rate_max INTEGER,
  bytes_read_rate_max_length INTEGER,
  bytes_write_rate_max_length INTEGER,
  iops_read_rate_max_length INTEGER,
  iops_write_rate_max_length INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_disk_offering PRIMARY KEY (id),
  CONSTRAINT uq_disk_offering_unique_name UNIQUE (unique_name),
  CONSTRAINT uq_disk_offering_uuid UNIQUE (uuid)
);

CREATE INDEX ix_disk_offering_list ON disk_offering (live, sort_key, id, for_service_offering, state, display);

CREATE TABLE domain (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  parent_id INTEGER,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  path VARCHAR(1024) NOT NULL,
  name_path VARCHAR(700) COLLATE "NOCASE" NOT NULL,
  level INTEGER DEFAULT '0' NOT NULL,
  network_domain VARCHAR(255),
  state VARCHAR(20) DEFAULT 'Active' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_domain PRIMARY KEY (id),
  CONSTRAINT uq_domain_parent_id_name_live UNIQUE (parent_id, name, live),
  CONSTRAINT uq_domain_uuid UNIQUE (uuid),
  CONSTRAINT fk_domain_parent_id FOREIGN KEY(parent_id) REFERENCES domain (id)
);

CREATE INDEX ix_domain_parent_id ON domain (parent_id);

CREATE INDEX ix_domain_path ON domain (path);

CREATE TABLE epoch (
  name VARCHAR(40) NOT NULL,
  value INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_epoch PRIMARY KEY (name)
);

CREATE TABLE event (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  type VARCHAR(60) NOT NULL,
  level VARCHAR(10) DEFAULT 'INFO' NOT NULL,
  state VARCHAR(12) NOT NULL,
  description VARCHAR(1024),
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  user_id INTEGER,
  resource_type VARCHAR(40),
  resource_uuid VARCHAR(40),
  parent_id INTEGER,
  saga_id INTEGER,
  archived BOOLEAN DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_event PRIMARY KEY (id),
  CONSTRAINT uq_event_uuid UNIQUE (uuid)
);

CREATE INDEX ix_event_account ON event (account_id, archived, id);

CREATE INDEX ix_event_list ON event (archived, id, account_id, domain_id);

CREATE INDEX ix_event_parent ON event (parent_id);

CREATE INDEX ix_event_resource ON event (resource_uuid);

CREATE TABLE guest_vnet (
  physical_network_id INTEGER NOT NULL,
  vnet INTEGER DEFAULT '0' NOT NULL,
  network_id INTEGER NOT NULL,
  taken INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_guest_vnet PRIMARY KEY (physical_network_id, vnet)
);

CREATE INDEX ix_guest_vnet_network ON guest_vnet (network_id);

CREATE TABLE host_port (
  host_id INTEGER NOT NULL,
  kind VARCHAR(10) NOT NULL,
  number INTEGER DEFAULT '0' NOT NULL,
  vm_id INTEGER NOT NULL,
  CONSTRAINT pk_host_port PRIMARY KEY (host_id, kind, number)
);

CREATE INDEX ix_host_port_vm ON host_port (vm_id);

CREATE TABLE host_token (
  token_hash VARCHAR(64) NOT NULL,
  cluster_id INTEGER NOT NULL,
  expires INTEGER DEFAULT '0' NOT NULL,
  used INTEGER,
  host_id INTEGER,
  uses_left INTEGER DEFAULT '1' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_host_token PRIMARY KEY (token_hash)
);

CREATE TABLE host_use (
  host_id INTEGER NOT NULL,
  thing VARCHAR(120) NOT NULL,
  user VARCHAR(60) NOT NULL,
  CONSTRAINT pk_host_use PRIMARY KEY (host_id, thing, user)
);

CREATE INDEX ix_host_use_user ON host_use (user);

CREATE TABLE hypervisor_capability (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  hypervisor VARCHAR(20) NOT NULL,
  version VARCHAR(60) NOT NULL,
  max_guests INTEGER,
  max_data_volumes INTEGER,
  max_hosts INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_hypervisor_capability PRIMARY KEY (id),
  CONSTRAINT uq_hypervisor_capability_hypervisor_version UNIQUE (hypervisor, version),
  CONSTRAINT uq_hypervisor_capability_uuid UNIQUE (uuid)
);

CREATE TABLE lease (
  name VARCHAR(128) NOT NULL,
  node_id INTEGER,
  until INTEGER DEFAULT '0' NOT NULL,
  take INTEGER DEFAULT '0' NOT NULL,
  due INTEGER DEFAULT '0' NOT NULL,
  signalled INTEGER DEFAULT '0' NOT NULL,
  last_error VARCHAR(1000),
  CONSTRAINT pk_lease PRIMARY KEY (name)
);

CREATE TABLE lock (
  lock_key VARCHAR(128) NOT NULL,
  epoch INTEGER DEFAULT '0' NOT NULL,
  fence INTEGER DEFAULT '0' NOT NULL,
  saga_id INTEGER,
  CONSTRAINT pk_lock PRIMARY KEY (lock_key)
);

CREATE TABLE login_failure (
  client VARCHAR(64) NOT NULL,
  failed INTEGER DEFAULT '0' NOT NULL,
  since INTEGER DEFAULT '0' NOT NULL,
  blocked_until INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_login_failure PRIMARY KEY (client)
);

CREATE TABLE mac_counter (
  prefix INTEGER DEFAULT '0' NOT NULL,
  next INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_mac_counter PRIMARY KEY (prefix)
);

CREATE TABLE network_offering (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  display_text VARCHAR(4096),
  unique_name VARCHAR(190),
  traffic_type VARCHAR(20) DEFAULT 'Guest',
  guest_type VARCHAR(20),
  state VARCHAR(10) DEFAULT 'Disabled' NOT NULL,
  availability VARCHAR(20) DEFAULT 'Optional',
  is_default BOOLEAN DEFAULT '0' NOT NULL,
  specify_vlan BOOLEAN DEFAULT '0' NOT NULL,
  specify_ip_ranges BOOLEAN DEFAULT '0' NOT NULL,
  persistent BOOLEAN DEFAULT '0' NOT NULL,
  conserve_mode BOOLEAN DEFAULT '1' NOT NULL,
  for_vpc BOOLEAN DEFAULT '0' NOT NULL,
  egress_default_allow BOOLEAN DEFAULT '0' NOT NULL,
  shared_source_nat BOOLEAN DEFAULT '0' NOT NULL,
  system_only BOOLEAN DEFAULT '0' NOT NULL,
  network_rate INTEGER,
  multicast_rate INTEGER,
  supports_public_access BOOLEAN DEFAULT '0' NOT NULL,
  network_mode VARCHAR(20),
  tags VARCHAR(255),
  service_offering_id INTEGER,
  concurrent_connections INTEGER,
  keep_alive BOOLEAN DEFAULT '0' NOT NULL,
  internet_protocol VARCHAR(20) DEFAULT 'IPv4',
  sort_key INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_network_offering PRIMARY KEY (id),
  CONSTRAINT uq_network_offering_unique_name_live UNIQUE (unique_name, live),
  CONSTRAINT uq_network_offering_uuid UNIQUE (uuid)
);

CREATE TABLE network_offering_capability (
  offering_id INTEGER DEFAULT '0' NOT NULL,
  service VARCHAR(40) NOT NULL,
  name VARCHAR(60) NOT NULL,
  value VARCHAR(255),
  CONSTRAINT pk_network_offering_capability PRIMARY KEY (offering_id, service, name)
);

CREATE TABLE node (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) NOT NULL,
  address VARCHAR(255),
  pid INTEGER DEFAULT '0' NOT NULL,
  version VARCHAR(40),
  started INTEGER DEFAULT '0' NOT NULL,
  stopped INTEGER,
  lease_until INTEGER DEFAULT '0' NOT NULL,
  state VARCHAR(20) DEFAULT 'Up' NOT NULL,
  os VARCHAR(120),
  kernel VARCHAR(120),
  booted INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_node PRIMARY KEY (id),
  CONSTRAINT uq_node_uuid UNIQUE (uuid)
);

CREATE INDEX ix_node_lease_until ON node (lease_until);

CREATE TABLE offering_detail (
  kind VARCHAR(10) NOT NULL,
  offering_id INTEGER DEFAULT '0' NOT NULL,
  name VARCHAR(120) NOT NULL,
  value TEXT,
  CONSTRAINT pk_offering_detail PRIMARY KEY (kind, offering_id, name)
);

CREATE TABLE offering_scope (
  kind VARCHAR(10) NOT NULL,
  offering_id INTEGER DEFAULT '0' NOT NULL,
  scope VARCHAR(10) NOT NULL,
  scope_id INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_offering_scope PRIMARY KEY (kind, offering_id, scope, scope_id)
);

CREATE TABLE os_category (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  featured BOOLEAN DEFAULT '0' NOT NULL,
  sort_key INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_os_category PRIMARY KEY (id),
  CONSTRAINT uq_os_category_name UNIQUE (name),
  CONSTRAINT uq_os_category_uuid UNIQUE (uuid)
);

CREATE TABLE region (
  id INTEGER NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  endpoint VARCHAR(255),
  CONSTRAINT pk_region PRIMARY KEY (id)
);

CREATE TABLE resource_count (
  owner_type VARCHAR(10) NOT NULL,
  owner_id INTEGER DEFAULT '0' NOT NULL,
  type VARCHAR(190) NOT NULL,
  used INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_resource_count PRIMARY KEY (owner_type, owner_id, type)
);

CREATE TABLE resource_detail (
  resource_type VARCHAR(40) NOT NULL,
  resource_id INTEGER DEFAULT '0' NOT NULL,
  resource_uuid VARCHAR(40),
  name VARCHAR(190) NOT NULL,
  value TEXT,
  display BOOLEAN DEFAULT '1' NOT NULL,
  CONSTRAINT pk_resource_detail PRIMARY KEY (resource_type, resource_id, name)
);

CREATE TABLE resource_limit (
  owner_type VARCHAR(10) NOT NULL,
  owner_id INTEGER DEFAULT '0' NOT NULL,
  type VARCHAR(190) NOT NULL,
  max INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_resource_limit PRIMARY KEY (owner_type, owner_id, type)
);

CREATE TABLE role (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  type VARCHAR(20) NOT NULL,
  description VARCHAR(255),
  builtin BOOLEAN DEFAULT '0' NOT NULL,
  is_public BOOLEAN DEFAULT '1' NOT NULL,
  state VARCHAR(20) DEFAULT 'Enabled',
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_role PRIMARY KEY (id),
  CONSTRAINT uq_role_name_type_live UNIQUE (name, type, live),
  CONSTRAINT uq_role_uuid UNIQUE (uuid)
);

CREATE TABLE saga (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  kind VARCHAR(64) NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  state VARCHAR(12) NOT NULL,
  params TEXT NOT NULL,
  cursor INTEGER DEFAULT '0' NOT NULL,
  take INTEGER DEFAULT '0' NOT NULL,
  node_id INTEGER,
  wake_at INTEGER DEFAULT '0' NOT NULL,
  deadline INTEGER DEFAULT '0' NOT NULL,
  attempts INTEGER DEFAULT '0' NOT NULL,
  percent INTEGER DEFAULT '0' NOT NULL,
  progress VARCHAR(255),
  error_code INTEGER,
  error_text VARCHAR(4000),
  owed BOOLEAN DEFAULT '0' NOT NULL,
  result TEXT,
  cmd VARCHAR(190),
  command VARCHAR(60),
  instance_type VARCHAR(40),
  instance_uuid VARCHAR(40),
  account_id INTEGER,
  domain_id INTEGER,
  user_id INTEGER,
  event_id INTEGER,
  is_job BOOLEAN DEFAULT '0' NOT NULL,
  caller_role VARCHAR(20),
  request_id VARCHAR(40),
  created INTEGER DEFAULT '0' NOT NULL,
  ended INTEGER,
  CONSTRAINT pk_saga PRIMARY KEY (id),
  CONSTRAINT uq_saga_uuid UNIQUE (uuid)
);

CREATE INDEX ix_saga_account ON saga (account_id, is_job, id);

CREATE INDEX ix_saga_ended ON saga (ended);

CREATE INDEX ix_saga_node ON saga (node_id, state);

CREATE INDEX ix_saga_ready ON saga (state, wake_at);

CREATE TABLE saga_key (
  lock_key VARCHAR(128) NOT NULL,
  saga_id INTEGER NOT NULL,
  CONSTRAINT pk_saga_key PRIMARY KEY (lock_key, saga_id)
);

CREATE INDEX ix_saga_key_saga ON saga_key (saga_id);

CREATE TABLE saga_step (
  saga_id INTEGER NOT NULL,
  seq INTEGER DEFAULT '0' NOT NULL,
  name VARCHAR(64) NOT NULL,
  state VARCHAR(10) NOT NULL,
  output TEXT,
  ended INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_saga_step PRIMARY KEY (saga_id, seq)
);

CREATE TABLE secret_check (
  name VARCHAR(40) NOT NULL,
  fingerprint VARCHAR(64) NOT NULL,
  CONSTRAINT pk_secret_check PRIMARY KEY (name)
);

CREATE TABLE service_offering (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  display_text VARCHAR(4096),
  cpus INTEGER,
  cpu_mhz INTEGER,
  memory_mib INTEGER,
  ha BOOLEAN DEFAULT '0' NOT NULL,
  limit_cpu BOOLEAN DEFAULT '0' NOT NULL,
  is_volatile BOOLEAN DEFAULT '0' NOT NULL,
  system_use BOOLEAN DEFAULT '0' NOT NULL,
  system_vm_type VARCHAR(30),
  storage_type VARCHAR(10) DEFAULT 'shared',
  provisioning_type VARCHAR(10) DEFAULT 'thin',
  host_tags VARCHAR(1024),
  tags VARCHAR(1024),
  network_rate INTEGER,
  deployment_planner VARCHAR(60),
  root_disk_bytes INTEGER DEFAULT '0' NOT NULL,
  customized BOOLEAN DEFAULT '0' NOT NULL,
  dynamic_scaling BOOLEAN DEFAULT '1' NOT NULL,
  cache_mode VARCHAR(20),
  state VARCHAR(10) DEFAULT 'Active' NOT NULL,
  unique_name VARCHAR(60),
  sort_key INTEGER DEFAULT '0' NOT NULL,
  disk_offering_id INTEGER,
  disk_offering_strict BOOLEAN DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_service_offering PRIMARY KEY (id),
  CONSTRAINT uq_service_offering_unique_name UNIQUE (unique_name),
  CONSTRAINT uq_service_offering_uuid UNIQUE (uuid)
);

CREATE INDEX ix_service_offering_list ON service_offering (live, sort_key, id, system_use, state);

CREATE TABLE sim_mock (
  id INTEGER NOT NULL,
  zone_id VARCHAR(40),
  pod_id VARCHAR(40),
  cluster_id VARCHAR(40),
  host_id VARCHAR(40),
  command VARCHAR(60),
  value VARCHAR(1000),
  count INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_sim_mock PRIMARY KEY (id)
);

CREATE TABLE tombstone (
  kind VARCHAR(20) NOT NULL,
  name VARCHAR(128) NOT NULL,
  lock_key VARCHAR(128),
  epoch INTEGER DEFAULT '0' NOT NULL,
  fence INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_tombstone PRIMARY KEY (kind, name)
);

CREATE TABLE vm_stat (
  vm_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  seconds INTEGER DEFAULT '0' NOT NULL,
  cpu FLOAT DEFAULT '0' NOT NULL,
  memory_kib INTEGER DEFAULT '0' NOT NULL,
  memory_free_kib INTEGER DEFAULT '0' NOT NULL,
  read_kib INTEGER DEFAULT '0' NOT NULL,
  write_kib INTEGER DEFAULT '0' NOT NULL,
  read_ops INTEGER DEFAULT '0' NOT NULL,
  write_ops INTEGER DEFAULT '0' NOT NULL,
  received_kib INTEGER DEFAULT '0' NOT NULL,
  sent_kib INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_vm_stat PRIMARY KEY (vm_id, at)
);

CREATE INDEX ix_vm_stat_at ON vm_stat (at);

CREATE TABLE volume_stat (
  volume_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  seconds INTEGER DEFAULT '0' NOT NULL,
  read_kib INTEGER DEFAULT '0' NOT NULL,
  write_kib INTEGER DEFAULT '0' NOT NULL,
  read_ops INTEGER DEFAULT '0' NOT NULL,
  write_ops INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_volume_stat PRIMARY KEY (volume_id, at)
);

CREATE INDEX ix_volume_stat_at ON volume_stat (at);

CREATE TABLE vpc_offering (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  display_text VARCHAR(4096),
  unique_name VARCHAR(190),
  state VARCHAR(10) DEFAULT 'Disabled' NOT NULL,
  is_default BOOLEAN DEFAULT '0' NOT NULL,
  redundant BOOLEAN DEFAULT '0' NOT NULL,
  region_level BOOLEAN DEFAULT '0' NOT NULL,
  distributed BOOLEAN DEFAULT '0' NOT NULL,
  network_mode VARCHAR(20),
  internet_protocol VARCHAR(20) DEFAULT 'IPv4',
  service_offering_id INTEGER,
  sort_key INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_vpc_offering PRIMARY KEY (id),
  CONSTRAINT uq_vpc_offering_unique_name_live UNIQUE (unique_name, live),
  CONSTRAINT uq_vpc_offering_uuid UNIQUE (uuid)
);

CREATE TABLE vpc_offering_capability (
  offering_id INTEGER DEFAULT '0' NOT NULL,
  service VARCHAR(40) NOT NULL,
  name VARCHAR(60) NOT NULL,
  value VARCHAR(255),
  CONSTRAINT pk_vpc_offering_capability PRIMARY KEY (offering_id, service, name)
);

CREATE TABLE zone (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  description VARCHAR(255),
  dns1 VARCHAR(45),
  dns2 VARCHAR(45),
  internal_dns1 VARCHAR(45),
  internal_dns2 VARCHAR(45),
  guest_cidr VARCHAR(64),
  domain VARCHAR(255),
  network_type VARCHAR(20) DEFAULT 'Advanced' NOT NULL,
  allocation_state VARCHAR(20) DEFAULT 'Disabled' NOT NULL,
  security_groups BOOLEAN DEFAULT '0' NOT NULL,
  local_storage BOOLEAN DEFAULT '0' NOT NULL,
  dhcp_provider VARCHAR(60),
  zone_token VARCHAR(255),
  type VARCHAR(20) DEFAULT 'Core',
  sort_key INTEGER DEFAULT '0' NOT NULL,
  domain_id INTEGER,
  storage_access_groups VARCHAR(1000),
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_zone PRIMARY KEY (id),
  CONSTRAINT uq_zone_name_live UNIQUE (name, live),
  CONSTRAINT uq_zone_uuid UNIQUE (uuid)
);

CREATE TABLE account (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  domain_id INTEGER NOT NULL,
  role_id INTEGER NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  type INTEGER DEFAULT '0' NOT NULL,
  state VARCHAR(20) DEFAULT 'enabled' NOT NULL,
  cleanup BOOLEAN DEFAULT '0' NOT NULL,
  doomed INTEGER DEFAULT '0' NOT NULL,
  network_domain VARCHAR(255),
  default_zone_id INTEGER,
  key_access VARCHAR(10) DEFAULT 'INHERIT' NOT NULL,
  api_reset INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_account PRIMARY KEY (id),
  CONSTRAINT uq_account_domain_id_name_live UNIQUE (domain_id, name, live),
  CONSTRAINT uq_account_uuid UNIQUE (uuid),
  CONSTRAINT fk_account_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_account_role_id FOREIGN KEY(role_id) REFERENCES role (id)
);

CREATE INDEX ix_account_domain_id ON account (domain_id);

CREATE INDEX ix_account_role_id ON account (role_id);

CREATE TABLE image_store (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  zone_id INTEGER,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  provider VARCHAR(40) NOT NULL,
  protocol VARCHAR(20),
  url VARCHAR(1000),
  address VARCHAR(255),
  scope VARCHAR(10) DEFAULT 'ZONE',
  read_only BOOLEAN DEFAULT '0' NOT NULL,
  capacity_bytes INTEGER DEFAULT '0' NOT NULL,
  used_bytes INTEGER DEFAULT '0' NOT NULL,
  declared_bytes INTEGER,
  state VARCHAR(10) DEFAULT 'Up' NOT NULL,
  missed INTEGER DEFAULT '0' NOT NULL,
  checked INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_image_store PRIMARY KEY (id),
  CONSTRAINT uq_image_store_name_live UNIQUE (name, live),
  CONSTRAINT uq_image_store_uuid UNIQUE (uuid),
  CONSTRAINT fk_image_store_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
);

CREATE INDEX ix_image_store_zone_id ON image_store (zone_id);

CREATE TABLE network_offering_service (
  offering_id INTEGER NOT NULL,
  service VARCHAR(40) NOT NULL,
  provider VARCHAR(40) NOT NULL,
  CONSTRAINT pk_network_offering_service PRIMARY KEY (offering_id, service, provider),
  CONSTRAINT fk_network_offering_service_offering_id FOREIGN KEY(offering_id) REFERENCES network_offering (id)
);

CREATE INDEX ix_network_offering_service_offering_id ON network_offering_service (offering_id);

CREATE TABLE os_type (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  category_id INTEGER NOT NULL,
  description VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE",
  user_defined BOOLEAN DEFAULT '0' NOT NULL,
  display BOOLEAN DEFAULT '1' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_os_type PRIMARY KEY (id),
  CONSTRAINT uq_os_type_description_live UNIQUE (description, live),
  CONSTRAINT uq_os_type_uuid UNIQUE (uuid),
  CONSTRAINT fk_os_type_category_id FOREIGN KEY(category_id) REFERENCES os_category (id)
);

CREATE INDEX ix_os_type_category_id ON os_type (category_id);

CREATE TABLE physical_network (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  zone_id INTEGER NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  state VARCHAR(20) DEFAULT 'Disabled' NOT NULL,
  vlan VARCHAR(4000),
  isolation_methods VARCHAR(60) DEFAULT 'VLAN',
  broadcast_domain_range VARCHAR(20) DEFAULT 'ZONE',
  speed VARCHAR(20),
  tags VARCHAR(255),
  domain_id INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_physical_network PRIMARY KEY (id),
  CONSTRAINT uq_physical_network_zone_id_name_live UNIQUE (zone_id, name, live),
  CONSTRAINT uq_physical_network_uuid UNIQUE (uuid),
  CONSTRAINT fk_physical_network_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
);

CREATE INDEX ix_physical_network_zone_id ON physical_network (zone_id);

CREATE TABLE pod (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  zone_id INTEGER NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  gateway VARCHAR(45),
  netmask VARCHAR(45),
  cidr VARCHAR(64),
  start_ip VARCHAR(45),
  end_ip VARCHAR(45),
  allocation_state VARCHAR(20) DEFAULT 'Enabled' NOT NULL,
  storage_access_groups VARCHAR(1000),
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_pod PRIMARY KEY (id),
  CONSTRAINT uq_pod_zone_id_name_live UNIQUE (zone_id, name, live),
  CONSTRAINT uq_pod_uuid UNIQUE (uuid),
  CONSTRAINT fk_pod_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
);

CREATE INDEX ix_pod_zone_id ON pod (zone_id);

CREATE TABLE role_permission (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  role_id INTEGER NOT NULL,
  rule VARCHAR(255) NOT NULL,
  allow BOOLEAN DEFAULT '0' NOT NULL,
  sort_order INTEGER DEFAULT '0' NOT NULL,
  description VARCHAR(255),
  CONSTRAINT pk_role_permission PRIMARY KEY (id),
  CONSTRAINT uq_role_permission_uuid UNIQUE (uuid),
  CONSTRAINT fk_role_permission_role_id FOREIGN KEY(role_id) REFERENCES role (id)
);

CREATE INDEX ix_role_permission_role_id ON role_permission (role_id);

CREATE TABLE vpc_offering_service (
  offering_id INTEGER NOT NULL,
  service VARCHAR(40) NOT NULL,
  provider VARCHAR(40) NOT NULL,
  CONSTRAINT pk_vpc_offering_service PRIMARY KEY (offering_id, service, provider),
  CONSTRAINT fk_vpc_offering_service_offering_id FOREIGN KEY(offering_id) REFERENCES vpc_offering (id)
);

CREATE INDEX ix_vpc_offering_service_offering_id ON vpc_offering_service (offering_id);

CREATE TABLE zone_detail (
  zone_id INTEGER NOT NULL,
  name VARCHAR(120) NOT NULL,
  value TEXT,
  CONSTRAINT pk_zone_detail PRIMARY KEY (zone_id, name),
  CONSTRAINT fk_zone_detail_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
);

CREATE INDEX ix_zone_detail_zone_id ON zone_detail (zone_id);

CREATE TABLE account_detail (
  account_id INTEGER NOT NULL,
  name VARCHAR(120) NOT NULL,
  value TEXT,
  CONSTRAINT pk_account_detail PRIMARY KEY (account_id, name),
  CONSTRAINT fk_account_detail_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_account_detail_account_id ON account_detail (account_id);

CREATE TABLE affinity_group (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  type VARCHAR(40) NOT NULL,
  description VARCHAR(4096),
  account_id INTEGER,
  domain_id INTEGER NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_affinity_group PRIMARY KEY (id),
  CONSTRAINT uq_affinity_group_account_id_name_live UNIQUE (account_id, name, live),
  CONSTRAINT uq_affinity_group_uuid UNIQUE (uuid),
  CONSTRAINT fk_affinity_group_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_affinity_group_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
);

CREATE INDEX ix_affinity_group_account_id ON affinity_group (account_id);

CREATE INDEX ix_affinity_group_domain_id ON affinity_group (domain_id);

CREATE TABLE cluster (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  zone_id INTEGER NOT NULL,
  pod_id INTEGER NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  hypervisor VARCHAR(20) NOT NULL,
  type VARCHAR(30) DEFAULT 'CloudManaged' NOT NULL,
  allocation_state VARCHAR(20) DEFAULT 'Enabled' NOT NULL,
  managed_state VARCHAR(20) DEFAULT 'Managed' NOT NULL,
  arch VARCHAR(20) DEFAULT 'x86_64',
  cpu_overcommit FLOAT DEFAULT '1' NOT NULL,
  memory_overcommit FLOAT DEFAULT '1' NOT NULL,
  storage_access_groups VARCHAR(1000),
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_cluster PRIMARY KEY (id),
  CONSTRAINT uq_cluster_pod_id_name_live UNIQUE (pod_id, name, live),
  CONSTRAINT uq_cluster_uuid UNIQUE (uuid),
  CONSTRAINT fk_cluster_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_cluster_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
);

CREATE INDEX ix_cluster_pod_id ON cluster (pod_id);

CREATE INDEX ix_cluster_zone_id ON cluster (zone_id);

CREATE TABLE guest_vlan_dedication (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  physical_network_id INTEGER NOT NULL,
  first INTEGER DEFAULT '0' NOT NULL,
  last INTEGER DEFAULT '0' NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_guest_vlan_dedication PRIMARY KEY (id),
  CONSTRAINT uq_guest_vlan_dedication_uuid UNIQUE (uuid),
  CONSTRAINT fk_guest_vlan_dedication_physical_network_id FOREIGN KEY(physical_network_id) REFERENCES physical_network (id),
  CONSTRAINT fk_guest_vlan_dedication_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_guest_vlan_dedication_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
);

CREATE INDEX ix_guest_vlan_dedication_account_id ON guest_vlan_dedication (account_id);

CREATE INDEX ix_guest_vlan_dedication_domain_id ON guest_vlan_dedication (domain_id);

CREATE INDEX ix_guest_vlan_dedication_physical_network_id ON guest_vlan_dedication (physical_network_id);

CREATE TABLE instance_group (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_instance_group PRIMARY KEY (id),
  CONSTRAINT uq_instance_group_account_id_name_live UNIQUE (account_id, name, live),
  CONSTRAINT uq_instance_group_uuid UNIQUE (uuid),
  CONSTRAINT fk_instance_group_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_instance_group_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
);

CREATE INDEX ix_instance_group_account_id ON instance_group (account_id);

CREATE INDEX ix_instance_group_domain_id ON instance_group (domain_id);

CREATE TABLE network (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  display_text VARCHAR(255),
  zone_id INTEGER NOT NULL,
  physical_network_id INTEGER,
  offering_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  traffic_type VARCHAR(20) DEFAULT 'Guest' NOT NULL,
  guest_type VARCHAR(20),
  state VARCHAR(20) DEFAULT 'Allocated' NOT NULL,
  cidr VARCHAR(64),
  gateway VARCHAR(45),
  netmask VARCHAR(45),
  start_ip VARCHAR(45),
  end_ip VARCHAR(45),
  network_domain VARCHAR(255),
  dns1 VARCHAR(45),
  dns2 VARCHAR(45),
  vnet INTEGER,
  isolation VARCHAR(10),
  acl_type VARCHAR(10) DEFAULT 'Account',
  specify_ip_ranges BOOLEAN DEFAULT '0' NOT NULL,
  restart_required BOOLEAN DEFAULT '0' NOT NULL,
  redundant BOOLEAN DEFAULT '0' NOT NULL,
  display BOOLEAN DEFAULT '1' NOT NULL,
  public_mtu INTEGER,
  private_mtu INTEGER,
  subdomain_access BOOLEAN DEFAULT '1' NOT NULL,
  reason VARCHAR(500),
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_network PRIMARY KEY (id),
  CONSTRAINT uq_network_uuid UNIQUE (uuid),
  CONSTRAINT fk_network_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_network_physical_network_id FOREIGN KEY(physical_network_id) REFERENCES physical_network (id),
  CONSTRAINT fk_network_offering_id FOREIGN KEY(offering_id) REFERENCES network_offering (id),
  CONSTRAINT fk_network_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_network_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
);

CREATE INDEX ix_network_account_live ON network (account_id, live, id);

CREATE INDEX ix_network_domain_id ON network (domain_id);

CREATE INDEX ix_network_list ON network (live, id, account_id, domain_id);

CREATE INDEX ix_network_offering_id ON network (offering_id);

CREATE INDEX ix_network_physical_network_id ON network (physical_network_id);

CREATE INDEX ix_network_zone_id ON network (zone_id);

CREATE TABLE os_mapping (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  hypervisor VARCHAR(20) NOT NULL,
  version VARCHAR(60) NOT NULL,
  os_type_id INTEGER NOT NULL,
  os_name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  user_defined BOOLEAN DEFAULT '1' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_os_mapping PRIMARY KEY (id),
  CONSTRAINT uq_os_mapping_hypervisor_version_os_type_id_live UNIQUE (hypervisor, version, os_type_id, live),
  CONSTRAINT uq_os_mapping_uuid UNIQUE (uuid),
  CONSTRAINT fk_os_mapping_os_type_id FOREIGN KEY(os_type_id) REFERENCES os_type (id)
);

CREATE INDEX ix_os_mapping_os_type_id ON os_mapping (os_type_id);

CREATE TABLE pod_range (
  id INTEGER NOT NULL,
  pod_id INTEGER NOT NULL,
  gateway VARCHAR(45) NOT NULL,
  netmask VARCHAR(45) NOT NULL,
  cidr VARCHAR(64) NOT NULL,
  start_ip VARCHAR(45) NOT NULL,
  end_ip VARCHAR(45) NOT NULL,
  vlan VARCHAR(30) DEFAULT 'untagged' NOT NULL,
  for_system_vms BOOLEAN DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_pod_range PRIMARY KEY (id),
  CONSTRAINT fk_pod_range_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
);

CREATE INDEX ix_pod_range_pod_id ON pod_range (pod_id);

CREATE TABLE project (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  domain_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  display_text VARCHAR(4096),
  state VARCHAR(20) DEFAULT 'Active' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_project PRIMARY KEY (id),
  CONSTRAINT uq_project_domain_id_name_live UNIQUE (domain_id, name, live),
  CONSTRAINT uq_project_account_id UNIQUE (account_id),
  CONSTRAINT uq_project_uuid UNIQUE (uuid),
  CONSTRAINT fk_project_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_project_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_project_domain_id ON project (domain_id);

CREATE TABLE service_provider (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  physical_network_id INTEGER NOT NULL,
  name VARCHAR(60) NOT NULL,
  state VARCHAR(20) DEFAULT 'Disabled' NOT NULL,
  services VARCHAR(1000),
  destination_id INTEGER,
  CONSTRAINT pk_service_provider PRIMARY KEY (id),
  CONSTRAINT uq_service_provider_physical_network_id_name UNIQUE (physical_network_id, name),
  CONSTRAINT uq_service_provider_uuid UNIQUE (uuid),
  CONSTRAINT fk_service_provider_physical_network_id FOREIGN KEY(physical_network_id) REFERENCES physical_network (id)
);

CREATE INDEX ix_service_provider_physical_network_id ON service_provider (physical_network_id);

CREATE TABLE ssh_key (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  public_key TEXT,
  fingerprint VARCHAR(64),
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_ssh_key PRIMARY KEY (id),
  CONSTRAINT uq_ssh_key_account_id_name_live UNIQUE (account_id, name, live),
  CONSTRAINT uq_ssh_key_uuid UNIQUE (uuid),
  CONSTRAINT fk_ssh_key_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_ssh_key_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
);

CREATE INDEX ix_ssh_key_account_id ON ssh_key (account_id);

CREATE INDEX ix_ssh_key_domain_id ON ssh_key (domain_id);

CREATE TABLE storage_range (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  zone_id INTEGER NOT NULL,
  pod_id INTEGER NOT NULL,
  vlan INTEGER,
  gateway VARCHAR(45) NOT NULL,
  netmask VARCHAR(45) NOT NULL,
  cidr VARCHAR(64) NOT NULL,
  start_ip VARCHAR(45) NOT NULL,
  end_ip VARCHAR(45) NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_storage_range PRIMARY KEY (id),
  CONSTRAINT uq_storage_range_uuid UNIQUE (uuid),
  CONSTRAINT fk_storage_range_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_storage_range_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
);

CREATE INDEX ix_storage_range_pod_id ON storage_range (pod_id);

CREATE INDEX ix_storage_range_zone_id ON storage_range (zone_id);

CREATE TABLE tag (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  resource_type VARCHAR(40) NOT NULL,
  resource_id INTEGER DEFAULT '0' NOT NULL,
  resource_uuid VARCHAR(40),
  "key" VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  value VARCHAR(255) COLLATE "NOCASE",
  customer VARCHAR(255),
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_tag PRIMARY KEY (id),
  CONSTRAINT uq_tag_resource_type_resource_id_key UNIQUE (resource_type, resource_id, "key"),
  CONSTRAINT uq_tag_uuid UNIQUE (uuid),
  CONSTRAINT fk_tag_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_tag_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
);

CREATE INDEX ix_tag_account_id ON tag (account_id);

CREATE INDEX ix_tag_domain_id ON tag (domain_id);

CREATE INDEX ix_tag_kv ON tag (resource_type, "key");

CREATE TABLE template (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  display_text VARCHAR(4096),
  unique_name VARCHAR(190),
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  os_type_id INTEGER,
  type VARCHAR(20) DEFAULT 'USER' NOT NULL,
  format VARCHAR(10) DEFAULT 'QCOW2' NOT NULL,
  hypervisor VARCHAR(20),
  arch VARCHAR(20) DEFAULT 'x86_64',
  url VARCHAR(2048),
  checksum VARCHAR(255),
  bits INTEGER DEFAULT '64' NOT NULL,
  requires_hvm BOOLEAN DEFAULT '1' NOT NULL,
  password_enabled BOOLEAN DEFAULT '0' NOT NULL,
  sshkey_enabled BOOLEAN DEFAULT '0' NOT NULL,
  is_public BOOLEAN DEFAULT '0' NOT NULL,
  featured BOOLEAN DEFAULT '0' NOT NULL,
  extractable BOOLEAN DEFAULT '0' NOT NULL,
  bootable BOOLEAN DEFAULT '1' NOT NULL,
  dynamically_scalable BOOLEAN DEFAULT '0' NOT NULL,
  direct_download BOOLEAN DEFAULT '0' NOT NULL,
  deploy_as_is BOOLEAN DEFAULT '0' NOT NULL,
  for_cks BOOLEAN DEFAULT '0' NOT NULL,
  cross_zones BOOLEAN DEFAULT '0' NOT NULL,
  state VARCHAR(20) DEFAULT 'Active' NOT NULL,
  tag VARCHAR(255),
  size_bytes INTEGER DEFAULT '0' NOT NULL,
  physical_bytes INTEGER DEFAULT '0' NOT NULL,
  sha256 VARCHAR(64),
  source_volume_id INTEGER,
  source_template_id INTEGER,
  sort_key INTEGER DEFAULT '0' NOT NULL,
  userdata_policy VARCHAR(30),
  user_data_id INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_template PRIMARY KEY (id),
  CONSTRAINT uq_template_uuid UNIQUE (uuid),
  CONSTRAINT fk_template_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_template_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_template_os_type_id FOREIGN KEY(os_type_id) REFERENCES os_type (id)
);

CREATE INDEX ix_template_account_live ON template (account_id, live, sort_key, id, type);

CREATE INDEX ix_template_domain_id ON template (domain_id);

CREATE INDEX ix_template_list ON template (live, sort_key, id, account_id, domain_id, type);

CREATE INDEX ix_template_os_type_id ON template (os_type_id);

CREATE TABLE traffic_type (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  physical_network_id INTEGER NOT NULL,
  type VARCHAR(20) NOT NULL,
  kvm_label VARCHAR(60),
  xen_label VARCHAR(60),
  simulator_label VARCHAR(60),
  isolation VARCHAR(20),
  vlan VARCHAR(60),
  CONSTRAINT pk_traffic_type PRIMARY KEY (id),
  CONSTRAINT uq_traffic_type_physical_network_id_type UNIQUE (physical_network_id, type),
  CONSTRAINT uq_traffic_type_uuid UNIQUE (uuid),
  CONSTRAINT fk_traffic_type_physical_network_id FOREIGN KEY(physical_network_id) REFERENCES physical_network (id)
);

CREATE INDEX ix_traffic_type_physical_network_id ON traffic_type (physical_network_id);

CREATE TABLE user (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  account_id INTEGER NOT NULL,
  username VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  password_hash VARCHAR(255),
  firstname VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  lastname VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  email VARCHAR(255) COLLATE "NOCASE",
  timezone VARCHAR(64),
  state VARCHAR(20) DEFAULT 'enabled' NOT NULL,
  source VARCHAR(20) DEFAULT 'UNKNOWN',
  api_key VARCHAR(255),
  secret_enc VARCHAR(512),
  failed_logins INTEGER DEFAULT '0' NOT NULL,
  locked_until INTEGER DEFAULT '0' NOT NULL,
  domain_id INTEGER NOT NULL,
  is_default BOOLEAN DEFAULT '0' NOT NULL,
  key_access VARCHAR(10) DEFAULT 'INHERIT' NOT NULL,
  second_factor VARCHAR(512),
  second_factor_proved BOOLEAN DEFAULT '0' NOT NULL,
  second_factor_mandated BOOLEAN DEFAULT '0' NOT NULL,
  second_factor_step INTEGER DEFAULT '0' NOT NULL,
  second_factor_failed INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_user PRIMARY KEY (id),
  CONSTRAINT uq_user_domain_id_username_live UNIQUE (domain_id, username, live),
  CONSTRAINT uq_user_api_key_live UNIQUE (api_key, live),
  CONSTRAINT uq_user_uuid UNIQUE (uuid),
  CONSTRAINT fk_user_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_user_account_id ON user (account_id);

CREATE TABLE user_data (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  user_data TEXT,
  params VARCHAR(4096),
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_user_data PRIMARY KEY (id),
  CONSTRAINT uq_user_data_account_id_name_live UNIQUE (account_id, name, live),
  CONSTRAINT uq_user_data_uuid UNIQUE (uuid),
  CONSTRAINT fk_user_data_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_user_data_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
);

CREATE INDEX ix_user_data_account_id ON user_data (account_id);

CREATE INDEX ix_user_data_domain_id ON user_data (domain_id);

CREATE TABLE webhook (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  description VARCHAR(4096),
  state VARCHAR(10) DEFAULT 'Enabled' NOT NULL,
  scope VARCHAR(10) DEFAULT 'Local' NOT NULL,
  payload_url VARCHAR(2048) NOT NULL,
  secret_enc VARCHAR(1024),
  ssl_verification BOOLEAN DEFAULT '1' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_webhook PRIMARY KEY (id),
  CONSTRAINT uq_webhook_uuid UNIQUE (uuid),
  CONSTRAINT fk_webhook_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_webhook_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
);

CREATE INDEX ix_webhook_account_id ON webhook (account_id);

CREATE INDEX ix_webhook_domain_id ON webhook (domain_id);

CREATE TABLE annotation (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  entity_type VARCHAR(40) NOT NULL,
  entity_uuid VARCHAR(40) NOT NULL,
  entity_name VARCHAR(255),
  annotation VARCHAR(4096),
  user_id INTEGER NOT NULL,
  admins_only BOOLEAN DEFAULT '0' NOT NULL,
  account_id INTEGER,
  domain_id INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_annotation PRIMARY KEY (id),
  CONSTRAINT uq_annotation_uuid UNIQUE (uuid),
  CONSTRAINT fk_annotation_user_id FOREIGN KEY(user_id) REFERENCES user (id)
);

CREATE INDEX ix_annotation_account ON annotation (account_id);

CREATE INDEX ix_annotation_entity ON annotation (entity_uuid);

CREATE INDEX ix_annotation_user_id ON annotation (user_id);

CREATE TABLE dedicated_resource (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  resource_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  account_id INTEGER,
  group_id INTEGER NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_dedicated_resource PRIMARY KEY (id),
  CONSTRAINT uq_dedicated_resource_kind_resource_id UNIQUE (kind, resource_id),
  CONSTRAINT uq_dedicated_resource_uuid UNIQUE (uuid),
  CONSTRAINT fk_dedicated_resource_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_dedicated_resource_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_dedicated_resource_group_id FOREIGN KEY(group_id) REFERENCES affinity_group (id)
);

CREATE INDEX ix_dedicated_resource_account_id ON dedicated_resource (account_id);

CREATE INDEX ix_dedicated_resource_domain_id ON dedicated_resource (domain_id);

CREATE INDEX ix_dedicated_resource_group_id ON dedicated_resource (group_id);

CREATE TABLE host (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  zone_id INTEGER,
  pod_id INTEGER,
  cluster_id INTEGER,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  guid VARCHAR(128) NOT NULL,
  url VARCHAR(255),
  address VARCHAR(255) NOT NULL,
  type VARCHAR(30) DEFAULT 'Routing' NOT NULL,
  hypervisor VARCHAR(20) NOT NULL,
  arch VARCHAR(20) DEFAULT 'x86_64',
  resource_state VARCHAR(30) DEFAULT 'Enabled' NOT NULL,
  cert_serial VARCHAR(64),
  tags VARCHAR(1024),
  annotation VARCHAR(1024),
  storage_access_groups VARCHAR(1000),
  os_category_id INTEGER,
  retire_serial VARCHAR(64),
  shown_serial VARCHAR(64),
  object_generation INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_host PRIMARY KEY (id),
  CONSTRAINT uq_host_guid_live UNIQUE (guid, live),
  CONSTRAINT uq_host_uuid UNIQUE (uuid),
  CONSTRAINT fk_host_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_host_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id),
  CONSTRAINT fk_host_cluster_id FOREIGN KEY(cluster_id) REFERENCES cluster (id)
);

CREATE INDEX ix_host_cluster_id ON host (cluster_id);

CREATE INDEX ix_host_pod_id ON host (pod_id);

CREATE INDEX ix_host_zone_id ON host (zone_id);

CREATE INDEX ix_host_zone_live ON host (zone_id, live);

CREATE TABLE network_generation (
  network_id INTEGER NOT NULL,
  wanted INTEGER DEFAULT '1' NOT NULL,
  applied INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_network_generation PRIMARY KEY (network_id),
  CONSTRAINT fk_network_generation_network_id FOREIGN KEY(network_id) REFERENCES network (id)
);

CREATE INDEX ix_network_generation_network_id ON network_generation (network_id);

CREATE TABLE pod_address (
  id INTEGER NOT NULL,
  range_id INTEGER NOT NULL,
  pod_id INTEGER NOT NULL,
  address VARCHAR(45) NOT NULL,
  address_num INTEGER DEFAULT '0' NOT NULL,
  mac VARCHAR(17),
  taken INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_pod_address PRIMARY KEY (id),
  CONSTRAINT uq_pod_address_pod_id_address UNIQUE (pod_id, address),
  CONSTRAINT fk_pod_address_range_id FOREIGN KEY(range_id) REFERENCES pod_range (id),
  CONSTRAINT fk_pod_address_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
);

CREATE INDEX ix_pod_address_pod_id ON pod_address (pod_id);

CREATE INDEX ix_pod_address_range_id ON pod_address (range_id);

CREATE TABLE project_role (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  project_id INTEGER NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  description VARCHAR(255),
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_project_role PRIMARY KEY (id),
  CONSTRAINT uq_project_role_project_id_name_live UNIQUE (project_id, name, live),
  CONSTRAINT uq_project_role_uuid UNIQUE (uuid),
  CONSTRAINT fk_project_role_project_id FOREIGN KEY(project_id) REFERENCES project (id)
);

CREATE INDEX ix_project_role_project_id ON project_role (project_id);

CREATE TABLE router_element (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  provider_id INTEGER NOT NULL,
  enabled BOOLEAN DEFAULT '0' NOT NULL,
  CONSTRAINT pk_router_element PRIMARY KEY (id),
  CONSTRAINT uq_router_element_uuid UNIQUE (uuid),
  CONSTRAINT fk_router_element_provider_id FOREIGN KEY(provider_id) REFERENCES service_provider (id)
);

CREATE INDEX ix_router_element_provider_id ON router_element (provider_id);

CREATE TABLE session (
  id_hash VARCHAR(64) NOT NULL,
  user_id INTEGER NOT NULL,
  sessionkey_hash VARCHAR(64) NOT NULL,
  client VARCHAR(64),
  second_factor BOOLEAN DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  expires INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_session PRIMARY KEY (id_hash),
  CONSTRAINT fk_session_user_id FOREIGN KEY(user_id) REFERENCES user (id)
);

CREATE INDEX ix_session_expires ON session (expires);

CREATE INDEX ix_session_user_id ON session (user_id);

CREATE TABLE template_detail (
  template_id INTEGER NOT NULL,
  name VARCHAR(120) NOT NULL,
  value TEXT,
  CONSTRAINT pk_template_detail PRIMARY KEY (template_id, name),
  CONSTRAINT fk_template_detail_template_id FOREIGN KEY(template_id) REFERENCES template (id)
);

CREATE INDEX ix_template_detail_template_id ON template_detail (template_id);

CREATE TABLE template_store (
  template_id INTEGER NOT NULL,
  store_id INTEGER NOT NULL,
  state VARCHAR(30) DEFAULT 'Allocated' NOT NULL,
  download_state VARCHAR(30) DEFAULT 'NOT_DOWNLOADED' NOT NULL,
  percent INTEGER DEFAULT '0' NOT NULL,
  error VARCHAR(1000),
  size_bytes INTEGER DEFAULT '0' NOT NULL,
  physical_bytes INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  updated INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_template_store PRIMARY KEY (template_id, store_id),
  CONSTRAINT fk_template_store_template_id FOREIGN KEY(template_id) REFERENCES template (id),
  CONSTRAINT fk_template_store_store_id FOREIGN KEY(store_id) REFERENCES image_store (id)
);

CREATE INDEX ix_template_store_store_id ON template_store (store_id);

CREATE INDEX ix_template_store_template_id ON template_store (template_id);

CREATE TABLE template_zone (
  template_id INTEGER NOT NULL,
  zone_id INTEGER NOT NULL,
  removed INTEGER,
  CONSTRAINT pk_template_zone PRIMARY KEY (template_id, zone_id),
  CONSTRAINT fk_template_zone_template_id FOREIGN KEY(template_id) REFERENCES template (id),
  CONSTRAINT fk_template_zone_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
);

CREATE INDEX ix_template_zone_template_id ON template_zone (template_id);

CREATE INDEX ix_template_zone_zone_id ON template_zone (zone_id);

CREATE TABLE vlan_range (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  zone_id INTEGER NOT NULL,
  physical_network_id INTEGER,
  network_id INTEGER,
  pod_id INTEGER,
  vlan VARCHAR(30) DEFAULT 'untagged' NOT NULL,
  gateway VARCHAR(45),
  netmask VARCHAR(45),
  cidr VARCHAR(64),
  start_ip VARCHAR(45),
  end_ip VARCHAR(45),
  for_virtual_network BOOLEAN DEFAULT '1' NOT NULL,
  for_system_vms BOOLEAN DEFAULT '0' NOT NULL,
  account_id INTEGER,
  domain_id INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_vlan_range PRIMARY KEY (id),
  CONSTRAINT uq_vlan_range_uuid UNIQUE (uuid),
  CONSTRAINT fk_vlan_range_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_vlan_range_physical_network_id FOREIGN KEY(physical_network_id) REFERENCES physical_network (id),
  CONSTRAINT fk_vlan_range_network_id FOREIGN KEY(network_id) REFERENCES network (id),
  CONSTRAINT fk_vlan_range_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
);

CREATE INDEX ix_vlan_range_network_id ON vlan_range (network_id);

CREATE INDEX ix_vlan_range_physical_network_id ON vlan_range (physical_network_id);

CREATE INDEX ix_vlan_range_pod_id ON vlan_range (pod_id);

CREATE INDEX ix_vlan_range_zone_id ON vlan_range (zone_id);

CREATE TABLE webhook_delivery (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  webhook_id INTEGER NOT NULL,
  event_id INTEGER,
  event_uuid VARCHAR(40),
  event_type VARCHAR(60) NOT NULL,
  account_uuid VARCHAR(40),
  payload TEXT NOT NULL,
  state VARCHAR(10) DEFAULT 'Queued' NOT NULL,
  tries INTEGER DEFAULT '0' NOT NULL,
  due INTEGER DEFAULT '0' NOT NULL,
  success BOOLEAN DEFAULT '0' NOT NULL,
  node_id INTEGER,
  headers TEXT,
  response TEXT,
  started INTEGER DEFAULT '0' NOT NULL,
  ended INTEGER DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_webhook_delivery PRIMARY KEY (id),
  CONSTRAINT uq_webhook_delivery_uuid UNIQUE (uuid),
  CONSTRAINT fk_webhook_delivery_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhook (id)
);

CREATE INDEX ix_webhook_delivery_due ON webhook_delivery (state, due);

CREATE INDEX ix_webhook_delivery_webhook ON webhook_delivery (webhook_id, id);

CREATE TABLE host_capacity (
  host_id INTEGER NOT NULL,
  cpu_total INTEGER DEFAULT '0' NOT NULL,
  cpu_used INTEGER DEFAULT '0' NOT NULL,
  memory_total INTEGER DEFAULT '0' NOT NULL,
  memory_used INTEGER DEFAULT '0' NOT NULL,
  vm_count INTEGER DEFAULT '0' NOT NULL,
  dedicated_to INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_host_capacity PRIMARY KEY (host_id),
  CONSTRAINT fk_host_capacity_host_id FOREIGN KEY(host_id) REFERENCES host (id)
);

CREATE INDEX ix_host_capacity_host_id ON host_capacity (host_id);

CREATE TABLE host_facts (
  host_id INTEGER NOT NULL,
  cpus INTEGER DEFAULT '0' NOT NULL,
  cpu_sockets INTEGER DEFAULT '1' NOT NULL,
  cpu_mhz INTEGER DEFAULT '0' NOT NULL,
  memory_bytes INTEGER DEFAULT '0' NOT NULL,
  hypervisor_version VARCHAR(60),
  os VARCHAR(120),
  kernel VARCHAR(120),
  cpu_model VARCHAR(120),
  hvm BOOLEAN DEFAULT '0' NOT NULL,
  bridges TEXT,
  features TEXT,
  updated INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_host_facts PRIMARY KEY (host_id),
  CONSTRAINT fk_host_facts_host_id FOREIGN KEY(host_id) REFERENCES host (id)
);

CREATE INDEX ix_host_facts_host_id ON host_facts (host_id);

CREATE TABLE host_liveness (
  host_id INTEGER NOT NULL,
  boot_id VARCHAR(64),
  agent_start INTEGER DEFAULT '0' NOT NULL,
  sequence INTEGER DEFAULT '0' NOT NULL,
  reported INTEGER DEFAULT '0' NOT NULL,
  node_id INTEGER,
  state VARCHAR(20) DEFAULT 'Connecting' NOT NULL,
  changed INTEGER DEFAULT '0' NOT NULL,
  agent_version VARCHAR(40),
  CONSTRAINT pk_host_liveness PRIMARY KEY (host_id),
  CONSTRAINT fk_host_liveness_host_id FOREIGN KEY(host_id) REFERENCES host (id)
);

CREATE INDEX ix_host_liveness_host_id ON host_liveness (host_id);

CREATE TABLE host_load (
  host_id INTEGER NOT NULL,
  cpu_used FLOAT DEFAULT '0' NOT NULL,
  memory_used INTEGER DEFAULT '0' NOT NULL,
  network_read_kbs INTEGER DEFAULT '0' NOT NULL,
  network_write_kbs INTEGER DEFAULT '0' NOT NULL,
  load_average FLOAT DEFAULT '0' NOT NULL,
  updated INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_host_load PRIMARY KEY (host_id),
  CONSTRAINT fk_host_load_host_id FOREIGN KEY(host_id) REFERENCES host (id)
);

CREATE INDEX ix_host_load_host_id ON host_load (host_id);

CREATE TABLE project_invitation (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  project_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  user_id INTEGER DEFAULT '0' NOT NULL,
  domain_id INTEGER NOT NULL,
  state VARCHAR(20) DEFAULT 'Pending' NOT NULL,
  role VARCHAR(10) DEFAULT 'Regular' NOT NULL,
  project_role_id INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_project_invitation PRIMARY KEY (id),
  CONSTRAINT uq_project_invitation_project_id_account_id_user_id_live UNIQUE (project_id, account_id, user_id, live),
  CONSTRAINT uq_project_invitation_uuid UNIQUE (uuid),
  CONSTRAINT fk_project_invitation_project_id FOREIGN KEY(project_id) REFERENCES project (id),
  CONSTRAINT fk_project_invitation_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_project_invitation_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_project_invitation_project_role_id FOREIGN KEY(project_role_id) REFERENCES project_role (id)
);

CREATE INDEX ix_project_invitation_account_id ON project_invitation (account_id);

CREATE INDEX ix_project_invitation_domain_id ON project_invitation (domain_id);

CREATE INDEX ix_project_invitation_project_id ON project_invitation (project_id);

CREATE INDEX ix_project_invitation_project_role_id ON project_invitation (project_role_id);

CREATE TABLE project_member (
  id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  user_id INTEGER DEFAULT '0' NOT NULL,
  role VARCHAR(10) DEFAULT 'Regular' NOT NULL,
  project_role_id INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_project_member PRIMARY KEY (id),
  CONSTRAINT uq_project_member_project_id_account_id_user_id UNIQUE (project_id, account_id, user_id),
  CONSTRAINT fk_project_member_project_id FOREIGN KEY(project_id) REFERENCES project (id),
  CONSTRAINT fk_project_member_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_project_member_project_role_id FOREIGN KEY(project_role_id) REFERENCES project_role (id)
);

CREATE INDEX ix_project_member_account_id ON project_member (account_id);

CREATE INDEX ix_project_member_project_role_id ON project_member (project_role_id);

CREATE TABLE project_role_permission (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  role_id INTEGER NOT NULL,
  rule VARCHAR(255) NOT NULL,
  allow BOOLEAN DEFAULT '0' NOT NULL,
  sort_order INTEGER DEFAULT '0' NOT NULL,
  description VARCHAR(255),
  CONSTRAINT pk_project_role_permission PRIMARY KEY (id),
  CONSTRAINT uq_project_role_permission_role_id_rule UNIQUE (role_id, rule),
  CONSTRAINT uq_project_role_permission_uuid UNIQUE (uuid),
  CONSTRAINT fk_project_role_permission_role_id FOREIGN KEY(role_id) REFERENCES project_role (id)
);

CREATE INDEX ix_project_role_permission_role_id ON project_role_permission (role_id);

CREATE TABLE storage_pool (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  zone_id INTEGER NOT NULL,
  pod_id INTEGER,
  cluster_id INTEGER,
  host_id INTEGER,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  type VARCHAR(30) NOT NULL,
  path VARCHAR(500),
  host_address VARCHAR(255),
  scope VARCHAR(10) NOT NULL,
  hypervisor VARCHAR(20),
  tags VARCHAR(1024),
  state VARCHAR(30) DEFAULT 'Up' NOT NULL,
  capacity_bytes INTEGER DEFAULT '0' NOT NULL,
  used_bytes INTEGER DEFAULT '0' NOT NULL,
  allocated_bytes INTEGER DEFAULT '0' NOT NULL,
  declared_bytes INTEGER,
  capacity_iops INTEGER,
  overprovisioning FLOAT DEFAULT '1' NOT NULL,
  storage_access_groups VARCHAR(1000),
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_storage_pool PRIMARY KEY (id),
  CONSTRAINT uq_storage_pool_zone_id_name_live UNIQUE (zone_id, name, live),
  CONSTRAINT uq_storage_pool_uuid UNIQUE (uuid),
  CONSTRAINT fk_storage_pool_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_storage_pool_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id),
  CONSTRAINT fk_storage_pool_cluster_id FOREIGN KEY(cluster_id) REFERENCES cluster (id),
  CONSTRAINT fk_storage_pool_host_id FOREIGN KEY(host_id) REFERENCES host (id)
);

CREATE INDEX ix_storage_pool_cluster_id ON storage_pool (cluster_id);

CREATE INDEX ix_storage_pool_host_id ON storage_pool (host_id);

CREATE INDEX ix_storage_pool_pod_id ON storage_pool (pod_id);

CREATE INDEX ix_storage_pool_zone_id ON storage_pool (zone_id);

CREATE TABLE vm (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  type VARCHAR(20) DEFAULT 'User' NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  display_name VARCHAR(255) COLLATE "NOCASE",
  instance_name VARCHAR(64) NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  user_id INTEGER,
  zone_id INTEGER NOT NULL,
  pod_id INTEGER,
  host_id INTEGER,
  last_host_id INTEGER,
  template_id INTEGER,
  offering_id INTEGER NOT NULL,
  os_type_id INTEGER,
  hypervisor VARCHAR(20),
  state VARCHAR(20) DEFAULT 'Stopped' NOT NULL,
  reason VARCHAR(1000),
  power_state VARCHAR(20) DEFAULT 'PowerUnknown',
  power_at INTEGER DEFAULT '0' NOT NULL,
  cpus INTEGER DEFAULT '0' NOT NULL,
  cpu_mhz INTEGER DEFAULT '0' NOT NULL,
  memory_mib INTEGER DEFAULT '0' NOT NULL,
  reserved_host_id INTEGER,
  reserved_cpu INTEGER DEFAULT '0' NOT NULL,
  reserved_memory INTEGER DEFAULT '0' NOT NULL,
  ha BOOLEAN DEFAULT '0' NOT NULL,
  display BOOLEAN DEFAULT '1' NOT NULL,
  dynamically_scalable BOOLEAN DEFAULT '0' NOT NULL,
  delete_protection BOOLEAN DEFAULT '0' NOT NULL,
  group_id INTEGER,
  keypairs VARCHAR(1024),
  arch VARCHAR(20) DEFAULT 'x86_64',
  details_json VARCHAR(4000),
  serial_log VARCHAR(500),
  limit_tags VARCHAR(1024),
  state_at INTEGER DEFAULT '0' NOT NULL,
  stopped_at INTEGER,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_vm PRIMARY KEY (id),
  CONSTRAINT uq_vm_instance_name UNIQUE (instance_name),
  CONSTRAINT uq_vm_uuid UNIQUE (uuid),
  CONSTRAINT fk_vm_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_vm_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_vm_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_vm_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id),
  CONSTRAINT fk_vm_host_id FOREIGN KEY(host_id) REFERENCES host (id),
  CONSTRAINT fk_vm_last_host_id FOREIGN KEY(last_host_id) REFERENCES host (id),
  CONSTRAINT fk_vm_template_id FOREIGN KEY(template_id) REFERENCES template (id),
  CONSTRAINT fk_vm_offering_id FOREIGN KEY(offering_id) REFERENCES service_offering (id),
  CONSTRAINT fk_vm_os_type_id FOREIGN KEY(os_type_id) REFERENCES os_type (id)
);

CREATE INDEX ix_vm_account_live ON vm (account_id, live, type, id, state);

CREATE INDEX ix_vm_domain_id ON vm (domain_id);

CREATE INDEX ix_vm_group_id ON vm (group_id);

CREATE INDEX ix_vm_host_id ON vm (host_id);

CREATE INDEX ix_vm_host_state ON vm (host_id, state);

CREATE INDEX ix_vm_list ON vm (type, live, id, state, account_id, domain_id);

CREATE INDEX ix_vm_offering_id ON vm (offering_id);

CREATE INDEX ix_vm_pod_id ON vm (pod_id);

CREATE INDEX ix_vm_state_at ON vm (state_at);

CREATE INDEX ix_vm_template_id ON vm (template_id);

CREATE INDEX ix_vm_zone_id ON vm (zone_id);

CREATE TABLE console_session (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  vm_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  host_id INTEGER,
  proxy_id INTEGER,
  parent_id INTEGER,
  creator_address VARCHAR(64),
  client_address VARCHAR(64),
  token_hash VARCHAR(64),
  token_expires INTEGER DEFAULT '0' NOT NULL,
  extra_hash VARCHAR(64),
  secret_hash VARCHAR(64),
  login_hash VARCHAR(64),
  view_only BOOLEAN DEFAULT '0' NOT NULL,
  direct BOOLEAN DEFAULT '0' NOT NULL,
  acquired INTEGER,
  seen INTEGER DEFAULT '0' NOT NULL,
  idle INTEGER DEFAULT '0' NOT NULL,
  bytes_in INTEGER DEFAULT '0' NOT NULL,
  bytes_out INTEGER DEFAULT '0' NOT NULL,
  end_reason VARCHAR(255),
  told BOOLEAN DEFAULT '0' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_console_session PRIMARY KEY (id),
  CONSTRAINT uq_console_session_uuid UNIQUE (uuid),
  CONSTRAINT fk_console_session_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_console_session_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_console_session_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_console_session_user_id FOREIGN KEY(user_id) REFERENCES user (id)
);

CREATE INDEX ix_console_session_account_id ON console_session (account_id);

CREATE INDEX ix_console_session_domain_id ON console_session (domain_id);

CREATE INDEX ix_console_session_host_id ON console_session (host_id);

CREATE INDEX ix_console_session_live ON console_session (live, acquired, seen);

CREATE INDEX ix_console_session_login ON console_session (login_hash);

CREATE INDEX ix_console_session_parent_id ON console_session (parent_id);

CREATE INDEX ix_console_session_removed ON console_session (removed, told);

CREATE INDEX ix_console_session_token ON console_session (token_hash);

CREATE INDEX ix_console_session_user_id ON console_session (user_id);

CREATE INDEX ix_console_session_vm_id ON console_session (vm_id);

CREATE TABLE nic (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  vm_id INTEGER NOT NULL,
  network_id INTEGER,
  role VARCHAR(10) DEFAULT 'guest' NOT NULL,
  device INTEGER DEFAULT '0' NOT NULL,
  mac VARCHAR(17) NOT NULL,
  ip VARCHAR(45),
  netmask VARCHAR(45),
  gateway VARCHAR(45),
  ip6 VARCHAR(45),
  is_default BOOLEAN DEFAULT '0' NOT NULL,
  isolation_uri VARCHAR(255),
  broadcast_uri VARCHAR(255),
  enabled BOOLEAN DEFAULT '1' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_nic PRIMARY KEY (id),
  CONSTRAINT uq_nic_network_id_ip_live UNIQUE (network_id, ip, live),
  CONSTRAINT uq_nic_mac_live UNIQUE (mac, live),
  CONSTRAINT uq_nic_vm_id_device_live UNIQUE (vm_id, device, live),
  CONSTRAINT uq_nic_uuid UNIQUE (uuid),
  CONSTRAINT fk_nic_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_nic_network_id FOREIGN KEY(network_id) REFERENCES network (id)
);

CREATE INDEX ix_nic_network_id ON nic (network_id);

CREATE INDEX ix_nic_vm_id ON nic (vm_id);

CREATE TABLE storage_pool_detail (
  pool_id INTEGER NOT NULL,
  name VARCHAR(120) NOT NULL,
  value TEXT,
  CONSTRAINT pk_storage_pool_detail PRIMARY KEY (pool_id, name),
  CONSTRAINT fk_storage_pool_detail_pool_id FOREIGN KEY(pool_id) REFERENCES storage_pool (id)
);

CREATE INDEX ix_storage_pool_detail_pool_id ON storage_pool_detail (pool_id);

CREATE TABLE storage_pool_host (
  pool_id INTEGER NOT NULL,
  host_id INTEGER NOT NULL,
  CONSTRAINT pk_storage_pool_host PRIMARY KEY (pool_id, host_id),
  CONSTRAINT fk_storage_pool_host_pool_id FOREIGN KEY(pool_id) REFERENCES storage_pool (id),
  CONSTRAINT fk_storage_pool_host_host_id FOREIGN KEY(host_id) REFERENCES host (id)
);

CREATE INDEX ix_storage_pool_host_host_id ON storage_pool_host (host_id);

CREATE INDEX ix_storage_pool_host_pool_id ON storage_pool_host (pool_id);

CREATE TABLE storage_pool_stopped (
  pool_id INTEGER NOT NULL,
  vm_id INTEGER NOT NULL,
  CONSTRAINT pk_storage_pool_stopped PRIMARY KEY (pool_id, vm_id),
  CONSTRAINT fk_storage_pool_stopped_pool_id FOREIGN KEY(pool_id) REFERENCES storage_pool (id)
);

CREATE INDEX ix_storage_pool_stopped_pool_id ON storage_pool_stopped (pool_id);

CREATE TABLE vm_detail (
  vm_id INTEGER NOT NULL,
  name VARCHAR(120) NOT NULL,
  value TEXT,
  display BOOLEAN DEFAULT '1' NOT NULL,
  CONSTRAINT pk_vm_detail PRIMARY KEY (vm_id, name),
  CONSTRAINT fk_vm_detail_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id)
);

CREATE INDEX ix_vm_detail_vm_id ON vm_detail (vm_id);

CREATE TABLE vm_metadata (
  vm_id INTEGER NOT NULL,
  user_data TEXT,
  public_keys TEXT,
  password_enc VARCHAR(1024),
  password_id INTEGER DEFAULT '0' NOT NULL,
  user_data_id INTEGER,
  user_data_details TEXT,
  CONSTRAINT pk_vm_metadata PRIMARY KEY (vm_id),
  CONSTRAINT fk_vm_metadata_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id)
);

CREATE INDEX ix_vm_metadata_vm_id ON vm_metadata (vm_id);

CREATE TABLE volume (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE "NOCASE" NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  zone_id INTEGER NOT NULL,
  pool_id INTEGER,
  vm_id INTEGER,
  template_id INTEGER,
  disk_offering_id INTEGER,
  type VARCHAR(10) NOT NULL,
  device INTEGER,
  size_bytes INTEGER DEFAULT '0' NOT NULL,
  used_bytes INTEGER DEFAULT '0' NOT NULL,
  state VARCHAR(20) DEFAULT 'Allocated' NOT NULL,
  format VARCHAR(10) DEFAULT 'QCOW2',
  path VARCHAR(255),
  provisioning_type VARCHAR(10) DEFAULT 'thin',
  display BOOLEAN DEFAULT '1' NOT NULL,
  attached INTEGER,
  reserved_pool_id INTEGER,
  reserved_bytes INTEGER DEFAULT '0' NOT NULL,
  chain_info VARCHAR(255),
  limit_tags VARCHAR(1024),
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_volume PRIMARY KEY (id),
  CONSTRAINT uq_volume_uuid UNIQUE (uuid),
  CONSTRAINT fk_volume_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_volume_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_volume_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_volume_pool_id FOREIGN KEY(pool_id) REFERENCES storage_pool (id),
  CONSTRAINT fk_volume_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_volume_template_id FOREIGN KEY(template_id) REFERENCES template (id),
  CONSTRAINT fk_volume_disk_offering_id FOREIGN KEY(disk_offering_id) REFERENCES disk_offering (id)
);

CREATE INDEX ix_volume_account_live ON volume (account_id, live, id, vm_id);

CREATE INDEX ix_volume_disk_offering_id ON volume (disk_offering_id);

CREATE INDEX ix_volume_domain_id ON volume (domain_id);

CREATE INDEX ix_volume_list ON volume (live, id, account_id, domain_id, vm_id);

CREATE INDEX ix_volume_pool_id ON volume (pool_id);

CREATE INDEX ix_volume_template_id ON volume (template_id);

CREATE INDEX ix_volume_vm_id ON volume (vm_id);

CREATE INDEX ix_volume_zone_id ON volume (zone_id);

CREATE TABLE public_ip (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  vlan_range_id INTEGER NOT NULL,
  zone_id INTEGER NOT NULL,
  address VARCHAR(45) NOT NULL,
  address_num INTEGER DEFAULT '0' NOT NULL,
  state VARCHAR(20) DEFAULT 'Free' NOT NULL,
  network_id INTEGER,
  account_id INTEGER,
  domain_id INTEGER,
  source_nat BOOLEAN DEFAULT '0' NOT NULL,
  static_nat BOOLEAN DEFAULT '0' NOT NULL,
  system BOOLEAN DEFAULT '0' NOT NULL,
  vm_id INTEGER,
  nic_id INTEGER,
  vm_guest_ip VARCHAR(45),
  mac VARCHAR(17),
  display BOOLEAN DEFAULT '1' NOT NULL,
  allocated INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_public_ip PRIMARY KEY (id),
  CONSTRAINT uq_public_ip_vlan_range_id_address_live UNIQUE (vlan_range_id, address, live),
  CONSTRAINT uq_public_ip_uuid UNIQUE (uuid),
  CONSTRAINT fk_public_ip_vlan_range_id FOREIGN KEY(vlan_range_id) REFERENCES vlan_range (id),
  CONSTRAINT fk_public_ip_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_public_ip_network_id FOREIGN KEY(network_id) REFERENCES network (id),
  CONSTRAINT fk_public_ip_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_public_ip_nic_id FOREIGN KEY(nic_id) REFERENCES nic (id)
);

CREATE INDEX ix_public_ip_account_live ON public_ip (account_id, live, id, state);

CREATE INDEX ix_public_ip_free ON public_ip (zone_id, state, id);

CREATE INDEX ix_public_ip_list ON public_ip (live, id, state, account_id, domain_id);

CREATE INDEX ix_public_ip_network_id ON public_ip (network_id);

CREATE INDEX ix_public_ip_nic_id ON public_ip (nic_id);

CREATE INDEX ix_public_ip_vm_id ON public_ip (vm_id);

CREATE TABLE firewall_rule (
  id INTEGER NOT NULL,
  uuid VARCHAR(40) NOT NULL,
  purpose VARCHAR(20) NOT NULL,
  traffic VARCHAR(10) DEFAULT 'Ingress' NOT NULL,
  public_ip_id INTEGER,
  network_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  domain_id INTEGER NOT NULL,
  protocol VARCHAR(10) NOT NULL,
  port_start INTEGER,
  port_end INTEGER,
  icmp_type INTEGER,
  icmp_code INTEGER,
  source_cidrs VARCHAR(4000),
  dest_cidrs VARCHAR(4000),
  state VARCHAR(20) DEFAULT 'Add' NOT NULL,
  vm_id INTEGER,
  nic_id INTEGER,
  vm_guest_ip VARCHAR(45),
  private_start INTEGER,
  private_end INTEGER,
  related_id INTEGER,
  display BOOLEAN DEFAULT '1' NOT NULL,
  created INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_firewall_rule PRIMARY KEY (id),
  CONSTRAINT uq_firewall_rule_uuid UNIQUE (uuid),
  CONSTRAINT fk_firewall_rule_public_ip_id FOREIGN KEY(public_ip_id) REFERENCES public_ip (id),
  CONSTRAINT fk_firewall_rule_network_id FOREIGN KEY(network_id) REFERENCES network (id),
  CONSTRAINT fk_firewall_rule_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_firewall_rule_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_firewall_rule_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_firewall_rule_nic_id FOREIGN KEY(nic_id) REFERENCES nic (id)
);

CREATE INDEX ix_firewall_rule_account_live ON firewall_rule (account_id, purpose, live, id, traffic);

CREATE INDEX ix_firewall_rule_domain_id ON firewall_rule (domain_id);

CREATE INDEX ix_firewall_rule_list ON firewall_rule (purpose, live, id, traffic, account_id, domain_id);

CREATE INDEX ix_firewall_rule_network_id ON firewall_rule (network_id);

CREATE INDEX ix_firewall_rule_nic_id ON firewall_rule (nic_id);

CREATE INDEX ix_firewall_rule_public_ip_id ON firewall_rule (public_ip_id);

CREATE INDEX ix_firewall_rule_vm_id ON firewall_rule (vm_id);

CREATE TABLE router (
  vm_id INTEGER NOT NULL,
  network_id INTEGER NOT NULL,
  public_ip_id INTEGER,
  control_ip VARCHAR(45),
  token_enc VARCHAR(512),
  cert_serial VARCHAR(64),
  enrolled_key VARCHAR(64),
  applied INTEGER DEFAULT '0' NOT NULL,
  version VARCHAR(40),
  redundant_state VARCHAR(20) DEFAULT 'UNKNOWN',
  health_at INTEGER DEFAULT '0' NOT NULL,
  health TEXT,
  failures INTEGER DEFAULT '0' NOT NULL,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_router PRIMARY KEY (vm_id),
  CONSTRAINT uq_router_network_id_live UNIQUE (network_id, live),
  CONSTRAINT fk_router_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_router_network_id FOREIGN KEY(network_id) REFERENCES network (id),
  CONSTRAINT fk_router_public_ip_id FOREIGN KEY(public_ip_id) REFERENCES public_ip (id)
);

CREATE INDEX ix_router_public_ip_id ON router (public_ip_id);

CREATE INDEX ix_router_vm_id ON router (vm_id);

CREATE TABLE system_vm (
  vm_id INTEGER NOT NULL,
  public_ip_id INTEGER,
  pod_address_id INTEGER,
  control_ip VARCHAR(45),
  token_enc VARCHAR(512),
  cert_serial VARCHAR(64),
  enrolled_key VARCHAR(64),
  health_at INTEGER DEFAULT '0' NOT NULL,
  health TEXT,
  failures INTEGER DEFAULT '0' NOT NULL,
  surplus_since INTEGER DEFAULT '0' NOT NULL,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_system_vm PRIMARY KEY (vm_id),
  CONSTRAINT fk_system_vm_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_system_vm_public_ip_id FOREIGN KEY(public_ip_id) REFERENCES public_ip (id)
);

CREATE INDEX ix_system_vm_public_ip_id ON system_vm (public_ip_id);

CREATE INDEX ix_system_vm_vm_id ON system_vm (vm_id);

