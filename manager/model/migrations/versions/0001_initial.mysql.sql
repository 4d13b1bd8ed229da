CREATE TABLE affinity_group_vm (
  group_id BIGINT NOT NULL,
  vm_id BIGINT NOT NULL,
  CONSTRAINT pk_affinity_group_vm PRIMARY KEY (group_id, vm_id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_affinity_group_vm_vm ON affinity_group_vm (vm_id);

CREATE TABLE alert (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  type INTEGER NOT NULL DEFAULT '0',
  name VARCHAR(60),
  subject VARCHAR(999),
  zone_id BIGINT,
  pod_id BIGINT,
  cluster_id BIGINT,
  sent_count INTEGER NOT NULL DEFAULT '1',
  last_sent BIGINT NOT NULL DEFAULT '0',
  resolved BIGINT,
  cause VARCHAR(128),
  archived BOOL NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_alert PRIMARY KEY (id),
  CONSTRAINT uq_alert_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_alert_cause ON alert (cause, resolved);

CREATE TABLE certificate (
  serial VARCHAR(64) NOT NULL,
  name VARCHAR(255) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  subject_id BIGINT,
  key_sha256 VARCHAR(64),
  not_after BIGINT NOT NULL DEFAULT '0',
  revoked BIGINT,
  created BIGINT NOT NULL DEFAULT '0',
  pem MEDIUMTEXT,
  key_enc MEDIUMTEXT,
  CONSTRAINT pk_certificate PRIMARY KEY (serial)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_certificate_subject ON certificate (kind, subject_id);

CREATE TABLE client_token (
  account_id BIGINT NOT NULL,
  command VARCHAR(60) NOT NULL,
  token VARCHAR(190) NOT NULL,
  digest VARCHAR(64) NOT NULL,
  object_uuid VARCHAR(40),
  saga_id BIGINT,
  answer MEDIUMTEXT,
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_client_token PRIMARY KEY (account_id, command, token)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE configuration (
  name VARCHAR(190) NOT NULL,
  scope VARCHAR(20) NOT NULL,
  scope_id BIGINT NOT NULL DEFAULT '0',
  value MEDIUMTEXT,
  encrypted BOOL NOT NULL DEFAULT '0',
  updated BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_configuration PRIMARY KEY (name, scope, scope_id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE console_proxy (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  name VARCHAR(255) NOT NULL,
  zone_id BIGINT,
  vm_id BIGINT,
  address VARCHAR(255),
  beat BIGINT NOT NULL DEFAULT '0',
  sessions INTEGER NOT NULL DEFAULT '0',
  version VARCHAR(40),
  draining BOOL NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_console_proxy PRIMARY KEY (id),
  CONSTRAINT uq_console_proxy_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_console_proxy_live ON console_proxy (live, kind, beat);

CREATE INDEX ix_console_proxy_vm_id ON console_proxy (vm_id);

CREATE INDEX ix_console_proxy_zone_id ON console_proxy (zone_id);

CREATE TABLE custom_certificate (
  name VARCHAR(120) NOT NULL,
  seq INTEGER,
  domain_suffix VARCHAR(255) NOT NULL,
  certificate MEDIUMTEXT NOT NULL,
  key_enc MEDIUMTEXT,
  updated BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_custom_certificate PRIMARY KEY (name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE debt (
  id BIGINT NOT NULL AUTO_INCREMENT,
  saga_id BIGINT NOT NULL,
  seq INTEGER NOT NULL DEFAULT '0',
  host_id BIGINT NOT NULL,
  lock_key VARCHAR(128) NOT NULL,
  epoch BIGINT NOT NULL DEFAULT '0',
  fence BIGINT NOT NULL DEFAULT '0',
  object VARCHAR(255) NOT NULL,
  created BIGINT NOT NULL DEFAULT '0',
  attempts INTEGER NOT NULL DEFAULT '0',
  last_error VARCHAR(1000),
  CONSTRAINT pk_debt PRIMARY KEY (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_debt_host ON debt (host_id);

CREATE INDEX ix_debt_saga ON debt (saga_id);

CREATE TABLE disk_offering (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  display_text VARCHAR(4096),
  size_bytes BIGINT NOT NULL DEFAULT '0',
  customized BOOL NOT NULL DEFAULT '0',
  customized_iops BOOL NOT NULL DEFAULT '0',
  min_iops BIGINT,
  max_iops BIGINT,
  tags VARCHAR(1024),
  storage_type VARCHAR(10) DEFAULT 'shared',
  provisioning_type VARCHAR(10) DEFAULT 'thin',
  cache_mode VARCHAR(20),
  display BOOL NOT NULL DEFAULT '1',
  disk_size_strictness BOOL NOT NULL DEFAULT '0',
  encrypt BOOL NOT NULL DEFAULT '0',
  for_service_offering BOOL NOT NULL DEFAULT '0',
  state VARCHAR(10) NOT NULL DEFAULT 'Active',
  unique_name VARCHAR(60),
  sort_key INTEGER NOT NULL DEFAULT '0',
  bytes_read_rate BIGINT,
  bytes_write_rate BIGINT,
  iops_read_rate BIGINT,
  iops_write_rate BIGINT,
  bytes_read_rate_max BIGINT,
  bytes_write_rate_max BIGINT,
  iops_read_rate_max BIGINT,
  iops_write_rate_max BIGINT,
  bytes_read_rate_max_length BIGINT,
  bytes_write_rate_max_length BIGINT,
  iops_read_rate_max_length BIGINT,
  iops_write_rate_max_length BIGINT,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_disk_offering PRIMARY KEY (id),
  CONSTRAINT uq_disk_offering_unique_name UNIQUE (unique_name),
  CONSTRAINT uq_disk_offering_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_disk_offering_list ON disk_offering (live, sort_key, id, for_service_offering, state, display);

CREATE TABLE domain (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  parent_id BIGINT,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  path VARCHAR(1024) NOT NULL,
  name_path VARCHAR(700) COLLATE utf8mb4_general_ci NOT NULL,
  level INTEGER NOT NULL DEFAULT '0',
  network_domain VARCHAR(255),
  state VARCHAR(20) NOT NULL DEFAULT 'Active',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_domain PRIMARY KEY (id),
  CONSTRAINT uq_domain_parent_id_name_live UNIQUE (parent_id, name, live),
  CONSTRAINT uq_domain_uuid UNIQUE (uuid),
  CONSTRAINT fk_domain_parent_id FOREIGN KEY(parent_id) REFERENCES domain (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_domain_parent_id ON domain (parent_id);

CREATE INDEX ix_domain_path ON domain (path(255));

CREATE TABLE epoch (
  name VARCHAR(40) NOT NULL,
  value BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_epoch PRIMARY KEY (name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE event (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  type VARCHAR(60) NOT NULL,
  level VARCHAR(10) NOT NULL DEFAULT 'INFO',
  state VARCHAR(12) NOT NULL,
  description VARCHAR(1024),
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  user_id BIGINT,
  resource_type VARCHAR(40),
  resource_uuid VARCHAR(40),
  parent_id BIGINT,
  saga_id BIGINT,
  archived BOOL NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_event PRIMARY KEY (id),
  CONSTRAINT uq_event_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_event_account ON event (account_id, archived, id);

CREATE INDEX ix_event_list ON event (archived, id, account_id, domain_id);

CREATE INDEX ix_event_parent ON event (parent_id);

CREATE INDEX ix_event_resource ON event (resource_uuid);

CREATE TABLE guest_vnet (
  physical_network_id BIGINT NOT NULL,
  vnet INTEGER NOT NULL DEFAULT '0',
  network_id BIGINT NOT NULL,
  taken BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_guest_vnet PRIMARY KEY (physical_network_id, vnet)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_guest_vnet_network ON guest_vnet (network_id);

CREATE TABLE host_port (
  host_id BIGINT NOT NULL,
  kind VARCHAR(10) NOT NULL,
  number INTEGER NOT NULL DEFAULT '0',
  vm_id BIGINT NOT NULL,
  CONSTRAINT pk_host_port PRIMARY KEY (host_id, kind, number)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_host_port_vm ON host_port (vm_id);

CREATE TABLE host_token (
  token_hash VARCHAR(64) NOT NULL,
  cluster_id BIGINT NOT NULL,
  expires BIGINT NOT NULL DEFAULT '0',
  used BIGINT,
  host_id BIGINT,
  uses_left INTEGER NOT NULL DEFAULT '1',
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_host_token PRIMARY KEY (token_hash)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE host_use (
  host_id BIGINT NOT NULL,
  thing VARCHAR(120) NOT NULL,
  user VARCHAR(60) NOT NULL,
  CONSTRAINT pk_host_use PRIMARY KEY (host_id, thing, user)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_host_use_user ON host_use (user);

CREATE TABLE hypervisor_capability (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  hypervisor VARCHAR(20) NOT NULL,
  version VARCHAR(60) NOT NULL,
  max_guests INTEGER,
  max_data_volumes INTEGER,
  max_hosts INTEGER,
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_hypervisor_capability PRIMARY KEY (id),
  CONSTRAINT uq_hypervisor_capability_hypervisor_version UNIQUE (hypervisor, version),
  CONSTRAINT uq_hypervisor_capability_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE lease (
  name VARCHAR(128) NOT NULL,
  node_id BIGINT,
  until BIGINT NOT NULL DEFAULT '0',
  take BIGINT NOT NULL DEFAULT '0',
  due BIGINT NOT NULL DEFAULT '0',
  signalled BIGINT NOT NULL DEFAULT '0',
  last_error VARCHAR(1000),
  CONSTRAINT pk_lease PRIMARY KEY (name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `lock` (
  lock_key VARCHAR(128) NOT NULL,
  epoch BIGINT NOT NULL DEFAULT '0',
  fence BIGINT NOT NULL DEFAULT '0',
  saga_id BIGINT,
  CONSTRAINT pk_lock PRIMARY KEY (lock_key)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE login_failure (
  client VARCHAR(64) NOT NULL,
  failed INTEGER NOT NULL DEFAULT '0',
  since BIGINT NOT NULL DEFAULT '0',
  blocked_until BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_login_failure PRIMARY KEY (client)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE mac_counter (
  prefix INTEGER NOT NULL DEFAULT '0',
  next BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_mac_counter PRIMARY KEY (prefix)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE network_offering (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  display_text VARCHAR(4096),
  unique_name VARCHAR(190),
  traffic_type VARCHAR(20) DEFAULT 'Guest',
  guest_type VARCHAR(20),
  state VARCHAR(10) NOT NULL DEFAULT 'Disabled',
  availability VARCHAR(20) DEFAULT 'Optional',
  is_default BOOL NOT NULL DEFAULT '0',
  specify_vlan BOOL NOT NULL DEFAULT '0',
  specify_ip_ranges BOOL NOT NULL DEFAULT '0',
  persistent BOOL NOT NULL DEFAULT '0',
  conserve_mode BOOL NOT NULL DEFAULT '1',
  for_vpc BOOL NOT NULL DEFAULT '0',
  egress_default_allow BOOL NOT NULL DEFAULT '0',
  shared_source_nat BOOL NOT NULL DEFAULT '0',
  system_only BOOL NOT NULL DEFAULT '0',
  network_rate INTEGER,
  multicast_rate INTEGER,
  supports_public_access BOOL NOT NULL DEFAULT '0',
  network_mode VARCHAR(20),
  tags VARCHAR(255),
  service_offering_id BIGINT,
  concurrent_connections INTEGER,
  keep_alive BOOL NOT NULL DEFAULT '0',
  internet_protocol VARCHAR(20) DEFAULT 'IPv4',
  sort_key INTEGER NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_network_offering PRIMARY KEY (id),
  CONSTRAINT uq_network_offering_unique_name_live UNIQUE (unique_name, live),
  CONSTRAINT uq_network_offering_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE network_offering_capability (
  offering_id BIGINT NOT NULL DEFAULT '0',
  service VARCHAR(40) NOT NULL,
  name VARCHAR(60) NOT NULL,
  value VARCHAR(255),
  CONSTRAINT pk_network_offering_capability PRIMARY KEY (offering_id, service, name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE node (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) NOT NULL,
  address VARCHAR(255),
  pid INTEGER NOT NULL DEFAULT '0',
  version VARCHAR(40),
  started BIGINT NOT NULL DEFAULT '0',
  stopped BIGINT,
  lease_until BIGINT NOT NULL DEFAULT '0',
  state VARCHAR(20) NOT NULL DEFAULT 'Up',
  os VARCHAR(120),
  kernel VARCHAR(120),
  booted BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_node PRIMARY KEY (id),
  CONSTRAINT uq_node_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_node_lease_until ON node (lease_until);

CREATE TABLE offering_detail (
  kind VARCHAR(10) NOT NULL,
  offering_id BIGINT NOT NULL DEFAULT '0',
  name VARCHAR(120) NOT NULL,
  value MEDIUMTEXT,
  CONSTRAINT pk_offering_detail PRIMARY KEY (kind, offering_id, name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE offering_scope (
  kind VARCHAR(10) NOT NULL,
  offering_id BIGINT NOT NULL DEFAULT '0',
  scope VARCHAR(10) NOT NULL,
  scope_id BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_offering_scope PRIMARY KEY (kind, offering_id, scope, scope_id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE os_category (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  featured BOOL NOT NULL DEFAULT '0',
  sort_key INTEGER NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_os_category PRIMARY KEY (id),
  CONSTRAINT uq_os_category_name UNIQUE (name),
  CONSTRAINT uq_os_category_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE region (
  id INTEGER NOT NULL AUTO_INCREMENT,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  endpoint VARCHAR(255),
  CONSTRAINT pk_region PRIMARY KEY (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE resource_count (
  owner_type VARCHAR(10) NOT NULL,
  owner_id BIGINT NOT NULL DEFAULT '0',
  type VARCHAR(190) NOT NULL,
  used BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_resource_count PRIMARY KEY (owner_type, owner_id, type)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE resource_detail (
  resource_type VARCHAR(40) NOT NULL,
  resource_id BIGINT NOT NULL DEFAULT '0',
  resource_uuid VARCHAR(40),
  name VARCHAR(190) NOT NULL,
  value MEDIUMTEXT,
  display BOOL NOT NULL DEFAULT '1',
  CONSTRAINT pk_resource_detail PRIMARY KEY (resource_type, resource_id, name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE resource_limit (
  owner_type VARCHAR(10) NOT NULL,
  owner_id BIGINT NOT NULL DEFAULT '0',
  type VARCHAR(190) NOT NULL,
  max BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_resource_limit PRIMARY KEY (owner_type, owner_id, type)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `role` (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  type VARCHAR(20) NOT NULL,
  description VARCHAR(255),
  builtin BOOL NOT NULL DEFAULT '0',
  is_public BOOL NOT NULL DEFAULT '1',
  state VARCHAR(20) DEFAULT 'Enabled',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_role PRIMARY KEY (id),
  CONSTRAINT uq_role_name_type_live UNIQUE (name, type, live),
  CONSTRAINT uq_role_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE saga (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  kind VARCHAR(64) NOT NULL,
  version INTEGER NOT NULL DEFAULT '1',
  state VARCHAR(12) NOT NULL,
  params MEDIUMTEXT NOT NULL,
  `cursor` INTEGER NOT NULL DEFAULT '0',
  take BIGINT NOT NULL DEFAULT '0',
  node_id BIGINT,
  wake_at BIGINT NOT NULL DEFAULT '0',
  deadline BIGINT NOT NULL DEFAULT '0',
  attempts INTEGER NOT NULL DEFAULT '0',
  percent INTEGER NOT NULL DEFAULT '0',
  progress VARCHAR(255),
  error_code INTEGER,
  error_text VARCHAR(4000),
  owed BOOL NOT NULL DEFAULT '0',
  result LONGTEXT,
  cmd VARCHAR(190),
  command VARCHAR(60),
  instance_type VARCHAR(40),
  instance_uuid VARCHAR(40),
  account_id BIGINT,
  domain_id BIGINT,
  user_id BIGINT,
  event_id BIGINT,
  is_job BOOL NOT NULL DEFAULT '0',
  caller_role VARCHAR(20),
  request_id VARCHAR(40),
  created BIGINT NOT NULL DEFAULT '0',
  ended BIGINT,
  CONSTRAINT pk_saga PRIMARY KEY (id),
  CONSTRAINT uq_saga_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_saga_account ON saga (account_id, is_job, id);

CREATE INDEX ix_saga_ended ON saga (ended);

CREATE INDEX ix_saga_node ON saga (node_id, state);

CREATE INDEX ix_saga_ready ON saga (state, wake_at);

CREATE TABLE saga_key (
  lock_key VARCHAR(128) NOT NULL,
  saga_id BIGINT NOT NULL,
  CONSTRAINT pk_saga_key PRIMARY KEY (lock_key, saga_id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_saga_key_saga ON saga_key (saga_id);

CREATE TABLE saga_step (
  saga_id BIGINT NOT NULL,
  seq INTEGER NOT NULL DEFAULT '0',
  name VARCHAR(64) NOT NULL,
  state VARCHAR(10) NOT NULL,
  output MEDIUMTEXT,
  ended BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_saga_step PRIMARY KEY (saga_id, seq)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE secret_check (
  name VARCHAR(40) NOT NULL,
  fingerprint VARCHAR(64) NOT NULL,
  CONSTRAINT pk_secret_check PRIMARY KEY (name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE service_offering (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  display_text VARCHAR(4096),
  cpus INTEGER,
  cpu_mhz INTEGER,
  memory_mib INTEGER,
  ha BOOL NOT NULL DEFAULT '0',
  limit_cpu BOOL NOT NULL DEFAULT '0',
  is_volatile BOOL NOT NULL DEFAULT '0',
  system_use BOOL NOT NULL DEFAULT '0',
  system_vm_type VARCHAR(30),
  storage_type VARCHAR(10) DEFAULT 'shared',
  provisioning_type VARCHAR(10) DEFAULT 'thin',
  host_tags VARCHAR(1024),
  tags VARCHAR(1024),
  network_rate INTEGER,
  deployment_planner VARCHAR(60),
  root_disk_bytes BIGINT NOT NULL DEFAULT '0',
  customized BOOL NOT NULL DEFAULT '0',
  dynamic_scaling BOOL NOT NULL DEFAULT '1',
  cache_mode VARCHAR(20),
  state VARCHAR(10) NOT NULL DEFAULT 'Active',
  unique_name VARCHAR(60),
  sort_key INTEGER NOT NULL DEFAULT '0',
  disk_offering_id BIGINT,
  disk_offering_strict BOOL NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_service_offering PRIMARY KEY (id),
  CONSTRAINT uq_service_offering_unique_name UNIQUE (unique_name),
  CONSTRAINT uq_service_offering_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_service_offering_list ON service_offering (live, sort_key, id, system_use, state);

CREATE TABLE sim_mock (
  id BIGINT NOT NULL AUTO_INCREMENT,
  zone_id VARCHAR(40),
  pod_id VARCHAR(40),
  cluster_id VARCHAR(40),
  host_id VARCHAR(40),
  command VARCHAR(60),
  value VARCHAR(1000),
  count INTEGER,
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_sim_mock PRIMARY KEY (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE tombstone (
  kind VARCHAR(20) NOT NULL,
  name VARCHAR(128) NOT NULL,
  lock_key VARCHAR(128),
  epoch BIGINT NOT NULL DEFAULT '0',
  fence BIGINT NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_tombstone PRIMARY KEY (kind, name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE vm_stat (
  vm_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  seconds INTEGER NOT NULL DEFAULT '0',
  cpu FLOAT NOT NULL DEFAULT '0',
  memory_kib BIGINT NOT NULL DEFAULT '0',
  memory_free_kib BIGINT NOT NULL DEFAULT '0',
  read_kib BIGINT NOT NULL DEFAULT '0',
  write_kib BIGINT NOT NULL DEFAULT '0',
  read_ops BIGINT NOT NULL DEFAULT '0',
  write_ops BIGINT NOT NULL DEFAULT '0',
  received_kib BIGINT NOT NULL DEFAULT '0',
  sent_kib BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_vm_stat PRIMARY KEY (vm_id, at)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_vm_stat_at ON vm_stat (at);

CREATE TABLE volume_stat (
  volume_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  seconds INTEGER NOT NULL DEFAULT '0',
  read_kib BIGINT NOT NULL DEFAULT '0',
  write_kib BIGINT NOT NULL DEFAULT '0',
  read_ops BIGINT NOT NULL DEFAULT '0',
  write_ops BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_volume_stat PRIMARY KEY (volume_id, at)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_volume_stat_at ON volume_stat (at);

CREATE TABLE vpc_offering (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  display_text VARCHAR(4096),
  unique_name VARCHAR(190),
  state VARCHAR(10) NOT NULL DEFAULT 'Disabled',
  is_default BOOL NOT NULL DEFAULT '0',
  redundant BOOL NOT NULL DEFAULT '0',
  region_level BOOL NOT NULL DEFAULT '0',
  distributed BOOL NOT NULL DEFAULT '0',
  network_mode VARCHAR(20),
  internet_protocol VARCHAR(20) DEFAULT 'IPv4',
  service_offering_id BIGINT,
  sort_key INTEGER NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_vpc_offering PRIMARY KEY (id),
  CONSTRAINT uq_vpc_offering_unique_name_live UNIQUE (unique_name, live),
  CONSTRAINT uq_vpc_offering_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE vpc_offering_capability (
  offering_id BIGINT NOT NULL DEFAULT '0',
  service VARCHAR(40) NOT NULL,
  name VARCHAR(60) NOT NULL,
  value VARCHAR(255),
  CONSTRAINT pk_vpc_offering_capability PRIMARY KEY (offering_id, service, name)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE zone (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  description VARCHAR(255),
  dns1 VARCHAR(45),
  dns2 VARCHAR(45),
  internal_dns1 VARCHAR(45),
  internal_dns2 VARCHAR(45),
  guest_cidr VARCHAR(64),
  domain VARCHAR(255),
  network_type VARCHAR(20) NOT NULL DEFAULT 'Advanced',
  allocation_state VARCHAR(20) NOT NULL DEFAULT 'Disabled',
  security_groups BOOL NOT NULL DEFAULT '0',
  local_storage BOOL NOT NULL DEFAULT '0',
  dhcp_provider VARCHAR(60),
  zone_token VARCHAR(255),
  type VARCHAR(20) DEFAULT 'Core',
  sort_key INTEGER NOT NULL DEFAULT '0',
  domain_id BIGINT,
  storage_access_groups VARCHAR(1000),
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_zone PRIMARY KEY (id),
  CONSTRAINT uq_zone_name_live UNIQUE (name, live),
  CONSTRAINT uq_zone_uuid UNIQUE (uuid)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE account (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  domain_id BIGINT NOT NULL,
  role_id BIGINT NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  type INTEGER NOT NULL DEFAULT '0',
  state VARCHAR(20) NOT NULL DEFAULT 'enabled',
  cleanup BOOL NOT NULL DEFAULT '0',
  doomed BIGINT NOT NULL DEFAULT '0',
  network_domain VARCHAR(255),
  default_zone_id BIGINT,
  key_access VARCHAR(10) NOT NULL DEFAULT 'INHERIT',
  api_reset BIGINT NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_account PRIMARY KEY (id),
  CONSTRAINT uq_account_domain_id_name_live UNIQUE (domain_id, name, live),
  CONSTRAINT uq_account_uuid UNIQUE (uuid),
  CONSTRAINT fk_account_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_account_role_id FOREIGN KEY(role_id) REFERENCES `role` (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_account_domain_id ON account (domain_id);

CREATE INDEX ix_account_role_id ON account (role_id);

CREATE TABLE image_store (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  zone_id BIGINT,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  provider VARCHAR(40) NOT NULL,
  protocol VARCHAR(20),
  url VARCHAR(1000),
  address VARCHAR(255),
  scope VARCHAR(10) DEFAULT 'ZONE',
  read_only BOOL NOT NULL DEFAULT '0',
  capacity_bytes BIGINT NOT NULL DEFAULT '0',
  used_bytes BIGINT NOT NULL DEFAULT '0',
  declared_bytes BIGINT,
  state VARCHAR(10) NOT NULL DEFAULT 'Up',
  missed INTEGER NOT NULL DEFAULT '0',
  checked BIGINT NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_image_store PRIMARY KEY (id),
  CONSTRAINT uq_image_store_name_live UNIQUE (name, live),
  CONSTRAINT uq_image_store_uuid UNIQUE (uuid),
  CONSTRAINT fk_image_store_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_image_store_zone_id ON image_store (zone_id);

CREATE TABLE network_offering_service (
  offering_id BIGINT NOT NULL,
  service VARCHAR(40) NOT NULL,
  provider VARCHAR(40) NOT NULL,
  CONSTRAINT pk_network_offering_service PRIMARY KEY (offering_id, service, provider),
  CONSTRAINT fk_network_offering_service_offering_id FOREIGN KEY(offering_id) REFERENCES network_offering (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_network_offering_service_offering_id ON network_offering_service (offering_id);

CREATE TABLE os_type (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  category_id BIGINT NOT NULL,
  description VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci,
  user_defined BOOL NOT NULL DEFAULT '0',
  display BOOL NOT NULL DEFAULT '1',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_os_type PRIMARY KEY (id),
  CONSTRAINT uq_os_type_description_live UNIQUE (description, live),
  CONSTRAINT uq_os_type_uuid UNIQUE (uuid),
  CONSTRAINT fk_os_type_category_id FOREIGN KEY(category_id) REFERENCES os_category (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_os_type_category_id ON os_type (category_id);

CREATE TABLE physical_network (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  zone_id BIGINT NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  state VARCHAR(20) NOT NULL DEFAULT 'Disabled',
  vlan VARCHAR(4000),
  isolation_methods VARCHAR(60) DEFAULT 'VLAN',
  broadcast_domain_range VARCHAR(20) DEFAULT 'ZONE',
  speed VARCHAR(20),
  tags VARCHAR(255),
  domain_id BIGINT,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_physical_network PRIMARY KEY (id),
  CONSTRAINT uq_physical_network_zone_id_name_live UNIQUE (zone_id, name, live),
  CONSTRAINT uq_physical_network_uuid UNIQUE (uuid),
  CONSTRAINT fk_physical_network_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_physical_network_zone_id ON physical_network (zone_id);

CREATE TABLE pod (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  zone_id BIGINT NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  gateway VARCHAR(45),
  netmask VARCHAR(45),
  cidr VARCHAR(64),
  start_ip VARCHAR(45),
  end_ip VARCHAR(45),
  allocation_state VARCHAR(20) NOT NULL DEFAULT 'Enabled',
  storage_access_groups VARCHAR(1000),
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_pod PRIMARY KEY (id),
  CONSTRAINT uq_pod_zone_id_name_live UNIQUE (zone_id, name, live),
  CONSTRAINT uq_pod_uuid UNIQUE (uuid),
  CONSTRAINT fk_pod_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_pod_zone_id ON pod (zone_id);

CREATE TABLE role_permission (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  role_id BIGINT NOT NULL,
  rule VARCHAR(255) NOT NULL,
  allow BOOL NOT NULL DEFAULT '0',
  sort_order INTEGER NOT NULL DEFAULT '0',
  description VARCHAR(255),
  CONSTRAINT pk_role_permission PRIMARY KEY (id),
  CONSTRAINT uq_role_permission_uuid UNIQUE (uuid),
  CONSTRAINT fk_role_permission_role_id FOREIGN KEY(role_id) REFERENCES `role` (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_role_permission_role_id ON role_permission (role_id);

CREATE TABLE vpc_offering_service (
  offering_id BIGINT NOT NULL,
  service VARCHAR(40) NOT NULL,
  provider VARCHAR(40) NOT NULL,
  CONSTRAINT pk_vpc_offering_service PRIMARY KEY (offering_id, service, provider),
  CONSTRAINT fk_vpc_offering_service_offering_id FOREIGN KEY(offering_id) REFERENCES vpc_offering (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_vpc_offering_service_offering_id ON vpc_offering_service (offering_id);

CREATE TABLE zone_detail (
  zone_id BIGINT NOT NULL,
  name VARCHAR(120) NOT NULL,
  value MEDIUMTEXT,
  CONSTRAINT pk_zone_detail PRIMARY KEY (zone_id, name),
  CONSTRAINT fk_zone_detail_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_zone_detail_zone_id ON zone_detail (zone_id);

CREATE TABLE account_detail (
  account_id BIGINT NOT NULL,
  name VARCHAR(120) NOT NULL,
  value MEDIUMTEXT,
  CONSTRAINT pk_account_detail PRIMARY KEY (account_id, name),
  CONSTRAINT fk_account_detail_account_id FOREIGN KEY(account_id) REFERENCES account (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_account_detail_account_id ON account_detail (account_id);

CREATE TABLE affinity_group (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  type VARCHAR(40) NOT NULL,
  description VARCHAR(4096),
  account_id BIGINT,
  domain_id BIGINT NOT NULL,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_affinity_group PRIMARY KEY (id),
  CONSTRAINT uq_affinity_group_account_id_name_live UNIQUE (account_id, name, live),
  CONSTRAINT uq_affinity_group_uuid UNIQUE (uuid),
  CONSTRAINT fk_affinity_group_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_affinity_group_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_affinity_group_account_id ON affinity_group (account_id);

CREATE INDEX ix_affinity_group_domain_id ON affinity_group (domain_id);

CREATE TABLE cluster (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  zone_id BIGINT NOT NULL,
  pod_id BIGINT NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  hypervisor VARCHAR(20) NOT NULL,
  type VARCHAR(30) NOT NULL DEFAULT 'CloudManaged',
  allocation_state VARCHAR(20) NOT NULL DEFAULT 'Enabled',
  managed_state VARCHAR(20) NOT NULL DEFAULT 'Managed',
  arch VARCHAR(20) DEFAULT 'x86_64',
  cpu_overcommit FLOAT NOT NULL DEFAULT '1',
  memory_overcommit FLOAT NOT NULL DEFAULT '1',
  storage_access_groups VARCHAR(1000),
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_cluster PRIMARY KEY (id),
  CONSTRAINT uq_cluster_pod_id_name_live UNIQUE (pod_id, name, live),
  CONSTRAINT uq_cluster_uuid UNIQUE (uuid),
  CONSTRAINT fk_cluster_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_cluster_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_cluster_pod_id ON cluster (pod_id);

CREATE INDEX ix_cluster_zone_id ON cluster (zone_id);

CREATE TABLE guest_vlan_dedication (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  physical_network_id BIGINT NOT NULL,
  first INTEGER NOT NULL DEFAULT '0',
  last INTEGER NOT NULL DEFAULT '0',
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_guest_vlan_dedication PRIMARY KEY (id),
  CONSTRAINT uq_guest_vlan_dedication_uuid UNIQUE (uuid),
  CONSTRAINT fk_guest_vlan_dedication_physical_network_id FOREIGN KEY(physical_network_id) REFERENCES physical_network (id),
  CONSTRAINT fk_guest_vlan_dedication_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_guest_vlan_dedication_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_guest_vlan_dedication_account_id ON guest_vlan_dedication (account_id);

CREATE INDEX ix_guest_vlan_dedication_domain_id ON guest_vlan_dedication (domain_id);

CREATE INDEX ix_guest_vlan_dedication_physical_network_id ON guest_vlan_dedication (physical_network_id);

CREATE TABLE instance_group (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_instance_group PRIMARY KEY (id),
  CONSTRAINT uq_instance_group_account_id_name_live UNIQUE (account_id, name, live),
  CONSTRAINT uq_instance_group_uuid UNIQUE (uuid),
  CONSTRAINT fk_instance_group_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_instance_group_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_instance_group_account_id ON instance_group (account_id);

CREATE INDEX ix_instance_group_domain_id ON instance_group (domain_id);

CREATE TABLE network (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  display_text VARCHAR(255),
  zone_id BIGINT NOT NULL,
  physical_network_id BIGINT,
  offering_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  traffic_type VARCHAR(20) NOT NULL DEFAULT 'Guest',
  guest_type VARCHAR(20),
  state VARCHAR(20) NOT NULL DEFAULT 'Allocated',
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
  specify_ip_ranges BOOL NOT NULL DEFAULT '0',
  restart_required BOOL NOT NULL DEFAULT '0',
  redundant BOOL NOT NULL DEFAULT '0',
  display BOOL NOT NULL DEFAULT '1',
  public_mtu INTEGER,
  private_mtu INTEGER,
  subdomain_access BOOL NOT NULL DEFAULT '1',
  reason VARCHAR(500),
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_network PRIMARY KEY (id),
  CONSTRAINT uq_network_uuid UNIQUE (uuid),
  CONSTRAINT fk_network_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_network_physical_network_id FOREIGN KEY(physical_network_id) REFERENCES physical_network (id),
  CONSTRAINT fk_network_offering_id FOREIGN KEY(offering_id) REFERENCES network_offering (id),
  CONSTRAINT fk_network_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_network_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_network_account_live ON network (account_id, live, id);

CREATE INDEX ix_network_domain_id ON network (domain_id);

CREATE INDEX ix_network_list ON network (live, id, account_id, domain_id);

CREATE INDEX ix_network_offering_id ON network (offering_id);

CREATE INDEX ix_network_physical_network_id ON network (physical_network_id);

CREATE INDEX ix_network_zone_id ON network (zone_id);

CREATE TABLE os_mapping (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  hypervisor VARCHAR(20) NOT NULL,
  version VARCHAR(60) NOT NULL,
  os_type_id BIGINT NOT NULL,
  os_name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  user_defined BOOL NOT NULL DEFAULT '1',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_os_mapping PRIMARY KEY (id),
  CONSTRAINT uq_os_mapping_hypervisor_version_os_type_id_live UNIQUE (hypervisor, version, os_type_id, live),
  CONSTRAINT uq_os_mapping_uuid UNIQUE (uuid),
  CONSTRAINT fk_os_mapping_os_type_id FOREIGN KEY(os_type_id) REFERENCES os_type (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_os_mapping_os_type_id ON os_mapping (os_type_id);

CREATE TABLE pod_range (
  id BIGINT NOT NULL AUTO_INCREMENT,
  pod_id BIGINT NOT NULL,
  gateway VARCHAR(45) NOT NULL,
  netmask VARCHAR(45) NOT NULL,
  cidr VARCHAR(64) NOT NULL,
  start_ip VARCHAR(45) NOT NULL,
  end_ip VARCHAR(45) NOT NULL,
  vlan VARCHAR(30) NOT NULL DEFAULT 'untagged',
  for_system_vms BOOL NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_pod_range PRIMARY KEY (id),
  CONSTRAINT fk_pod_range_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_pod_range_pod_id ON pod_range (pod_id);

CREATE TABLE project (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  domain_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  display_text VARCHAR(4096),
  state VARCHAR(20) NOT NULL DEFAULT 'Active',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_project PRIMARY KEY (id),
  CONSTRAINT uq_project_domain_id_name_live UNIQUE (domain_id, name, live),
  CONSTRAINT uq_project_account_id UNIQUE (account_id),
  CONSTRAINT uq_project_uuid UNIQUE (uuid),
  CONSTRAINT fk_project_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_project_account_id FOREIGN KEY(account_id) REFERENCES account (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_project_domain_id ON project (domain_id);

CREATE TABLE service_provider (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  physical_network_id BIGINT NOT NULL,
  name VARCHAR(60) NOT NULL,
  state VARCHAR(20) NOT NULL DEFAULT 'Disabled',
  services VARCHAR(1000),
  destination_id BIGINT,
  CONSTRAINT pk_service_provider PRIMARY KEY (id),
  CONSTRAINT uq_service_provider_physical_network_id_name UNIQUE (physical_network_id, name),
  CONSTRAINT uq_service_provider_uuid UNIQUE (uuid),
  CONSTRAINT fk_service_provider_physical_network_id FOREIGN KEY(physical_network_id) REFERENCES physical_network (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_service_provider_physical_network_id ON service_provider (physical_network_id);

CREATE TABLE ssh_key (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  public_key MEDIUMTEXT,
  fingerprint VARCHAR(64),
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_ssh_key PRIMARY KEY (id),
  CONSTRAINT uq_ssh_key_account_id_name_live UNIQUE (account_id, name, live),
  CONSTRAINT uq_ssh_key_uuid UNIQUE (uuid),
  CONSTRAINT fk_ssh_key_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_ssh_key_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_ssh_key_account_id ON ssh_key (account_id);

CREATE INDEX ix_ssh_key_domain_id ON ssh_key (domain_id);

CREATE TABLE storage_range (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  zone_id BIGINT NOT NULL,
  pod_id BIGINT NOT NULL,
  vlan INTEGER,
  gateway VARCHAR(45) NOT NULL,
  netmask VARCHAR(45) NOT NULL,
  cidr VARCHAR(64) NOT NULL,
  start_ip VARCHAR(45) NOT NULL,
  end_ip VARCHAR(45) NOT NULL,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_storage_range PRIMARY KEY (id),
  CONSTRAINT uq_storage_range_uuid UNIQUE (uuid),
  CONSTRAINT fk_storage_range_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_storage_range_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_storage_range_pod_id ON storage_range (pod_id);

CREATE INDEX ix_storage_range_zone_id ON storage_range (zone_id);

CREATE TABLE tag (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  resource_type VARCHAR(40) NOT NULL,
  resource_id BIGINT NOT NULL DEFAULT '0',
  resource_uuid VARCHAR(40),
  `key` VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  value VARCHAR(255) COLLATE utf8mb4_general_ci,
  customer VARCHAR(255),
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_tag PRIMARY KEY (id),
  CONSTRAINT uq_tag_resource_type_resource_id_key UNIQUE (resource_type, resource_id, `key`),
  CONSTRAINT uq_tag_uuid UNIQUE (uuid),
  CONSTRAINT fk_tag_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_tag_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_tag_account_id ON tag (account_id);

CREATE INDEX ix_tag_domain_id ON tag (domain_id);

CREATE INDEX ix_tag_kv ON tag (resource_type, `key`);

CREATE TABLE template (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  display_text VARCHAR(4096),
  unique_name VARCHAR(190),
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  os_type_id BIGINT,
  type VARCHAR(20) NOT NULL DEFAULT 'USER',
  format VARCHAR(10) NOT NULL DEFAULT 'QCOW2',
  hypervisor VARCHAR(20),
  arch VARCHAR(20) DEFAULT 'x86_64',
  url VARCHAR(2048),
  checksum VARCHAR(255),
  bits INTEGER NOT NULL DEFAULT '64',
  requires_hvm BOOL NOT NULL DEFAULT '1',
  password_enabled BOOL NOT NULL DEFAULT '0',
  sshkey_enabled BOOL NOT NULL DEFAULT '0',
  is_public BOOL NOT NULL DEFAULT '0',
  featured BOOL NOT NULL DEFAULT '0',
  extractable BOOL NOT NULL DEFAULT '0',
  bootable BOOL NOT NULL DEFAULT '1',
  dynamically_scalable BOOL NOT NULL DEFAULT '0',
  direct_download BOOL NOT NULL DEFAULT '0',
  deploy_as_is BOOL NOT NULL DEFAULT '0',
  for_cks BOOL NOT NULL DEFAULT '0',
  cross_zones BOOL NOT NULL DEFAULT '0',
  state VARCHAR(20) NOT NULL DEFAULT 'Active',
  tag VARCHAR(255),
  size_bytes BIGINT NOT NULL DEFAULT '0',
  physical_bytes BIGINT NOT NULL DEFAULT '0',
  sha256 VARCHAR(64),
  source_volume_id BIGINT,
  source_template_id BIGINT,
  sort_key INTEGER NOT NULL DEFAULT '0',
  userdata_policy VARCHAR(30),
  user_data_id BIGINT,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_template PRIMARY KEY (id),
  CONSTRAINT uq_template_uuid UNIQUE (uuid),
  CONSTRAINT fk_template_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_template_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_template_os_type_id FOREIGN KEY(os_type_id) REFERENCES os_type (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_template_account_live ON template (account_id, live, sort_key, id, type);

CREATE INDEX ix_template_domain_id ON template (domain_id);

CREATE INDEX ix_template_list ON template (live, sort_key, id, account_id, domain_id, type);

CREATE INDEX ix_template_os_type_id ON template (os_type_id);

CREATE TABLE traffic_type (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  physical_network_id BIGINT NOT NULL,
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
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_traffic_type_physical_network_id ON traffic_type (physical_network_id);

CREATE TABLE user (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  account_id BIGINT NOT NULL,
  username VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  password_hash VARCHAR(255),
  firstname VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  lastname VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  email VARCHAR(255) COLLATE utf8mb4_general_ci,
  timezone VARCHAR(64),
  state VARCHAR(20) NOT NULL DEFAULT 'enabled',
  source VARCHAR(20) DEFAULT 'UNKNOWN',
  api_key VARCHAR(255),
  secret_enc VARCHAR(512),
  failed_logins INTEGER NOT NULL DEFAULT '0',
  locked_until BIGINT NOT NULL DEFAULT '0',
  domain_id BIGINT NOT NULL,
  is_default BOOL NOT NULL DEFAULT '0',
  key_access VARCHAR(10) NOT NULL DEFAULT 'INHERIT',
  second_factor VARCHAR(512),
  second_factor_proved BOOL NOT NULL DEFAULT '0',
  second_factor_mandated BOOL NOT NULL DEFAULT '0',
  second_factor_step BIGINT NOT NULL DEFAULT '0',
  second_factor_failed INTEGER NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_user PRIMARY KEY (id),
  CONSTRAINT uq_user_domain_id_username_live UNIQUE (domain_id, username, live),
  CONSTRAINT uq_user_api_key_live UNIQUE (api_key, live),
  CONSTRAINT uq_user_uuid UNIQUE (uuid),
  CONSTRAINT fk_user_account_id FOREIGN KEY(account_id) REFERENCES account (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_user_account_id ON user (account_id);

CREATE TABLE user_data (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  user_data MEDIUMTEXT,
  params VARCHAR(4096),
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_user_data PRIMARY KEY (id),
  CONSTRAINT uq_user_data_account_id_name_live UNIQUE (account_id, name, live),
  CONSTRAINT uq_user_data_uuid UNIQUE (uuid),
  CONSTRAINT fk_user_data_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_user_data_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_user_data_account_id ON user_data (account_id);

CREATE INDEX ix_user_data_domain_id ON user_data (domain_id);

CREATE TABLE webhook (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  description VARCHAR(4096),
  state VARCHAR(10) NOT NULL DEFAULT 'Enabled',
  scope VARCHAR(10) NOT NULL DEFAULT 'Local',
  payload_url VARCHAR(2048) NOT NULL,
  secret_enc VARCHAR(1024),
  ssl_verification BOOL NOT NULL DEFAULT '1',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_webhook PRIMARY KEY (id),
  CONSTRAINT uq_webhook_uuid UNIQUE (uuid),
  CONSTRAINT fk_webhook_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_webhook_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_webhook_account_id ON webhook (account_id);

CREATE INDEX ix_webhook_domain_id ON webhook (domain_id);

CREATE TABLE annotation (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  entity_type VARCHAR(40) NOT NULL,
  entity_uuid VARCHAR(40) NOT NULL,
  entity_name VARCHAR(255),
  annotation VARCHAR(4096),
  user_id BIGINT NOT NULL,
  admins_only BOOL NOT NULL DEFAULT '0',
  account_id BIGINT,
  domain_id BIGINT,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_annotation PRIMARY KEY (id),
  CONSTRAINT uq_annotation_uuid UNIQUE (uuid),
  CONSTRAINT fk_annotation_user_id FOREIGN KEY(user_id) REFERENCES user (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_annotation_account ON annotation (account_id);

CREATE INDEX ix_annotation_entity ON annotation (entity_uuid);

CREATE INDEX ix_annotation_user_id ON annotation (user_id);

CREATE TABLE dedicated_resource (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  resource_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  account_id BIGINT,
  group_id BIGINT NOT NULL,
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_dedicated_resource PRIMARY KEY (id),
  CONSTRAINT uq_dedicated_resource_kind_resource_id UNIQUE (kind, resource_id),
  CONSTRAINT uq_dedicated_resource_uuid UNIQUE (uuid),
  CONSTRAINT fk_dedicated_resource_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_dedicated_resource_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_dedicated_resource_group_id FOREIGN KEY(group_id) REFERENCES affinity_group (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_dedicated_resource_account_id ON dedicated_resource (account_id);

CREATE INDEX ix_dedicated_resource_domain_id ON dedicated_resource (domain_id);

CREATE INDEX ix_dedicated_resource_group_id ON dedicated_resource (group_id);

CREATE TABLE host (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  zone_id BIGINT,
  pod_id BIGINT,
  cluster_id BIGINT,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  guid VARCHAR(128) NOT NULL,
  url VARCHAR(255),
  address VARCHAR(255) NOT NULL,
  type VARCHAR(30) NOT NULL DEFAULT 'Routing',
  hypervisor VARCHAR(20) NOT NULL,
  arch VARCHAR(20) DEFAULT 'x86_64',
  resource_state VARCHAR(30) NOT NULL DEFAULT 'Enabled',
  cert_serial VARCHAR(64),
  tags VARCHAR(1024),
  annotation VARCHAR(1024),
  storage_access_groups VARCHAR(1000),
  os_category_id BIGINT,
  retire_serial VARCHAR(64),
  shown_serial VARCHAR(64),
  object_generation BIGINT NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_host PRIMARY KEY (id),
  CONSTRAINT uq_host_guid_live UNIQUE (guid, live),
  CONSTRAINT uq_host_uuid UNIQUE (uuid),
  CONSTRAINT fk_host_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_host_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id),
  CONSTRAINT fk_host_cluster_id FOREIGN KEY(cluster_id) REFERENCES cluster (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_host_cluster_id ON host (cluster_id);

CREATE INDEX ix_host_pod_id ON host (pod_id);

CREATE INDEX ix_host_zone_id ON host (zone_id);

CREATE INDEX ix_host_zone_live ON host (zone_id, live);

CREATE TABLE network_generation (
  network_id BIGINT NOT NULL,
  wanted BIGINT NOT NULL DEFAULT '1',
  applied BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_network_generation PRIMARY KEY (network_id),
  CONSTRAINT fk_network_generation_network_id FOREIGN KEY(network_id) REFERENCES network (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_network_generation_network_id ON network_generation (network_id);

CREATE TABLE pod_address (
  id BIGINT NOT NULL AUTO_INCREMENT,
  range_id BIGINT NOT NULL,
  pod_id BIGINT NOT NULL,
  address VARCHAR(45) NOT NULL,
  address_num BIGINT NOT NULL DEFAULT '0',
  mac VARCHAR(17),
  taken BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_pod_address PRIMARY KEY (id),
  CONSTRAINT uq_pod_address_pod_id_address UNIQUE (pod_id, address),
  CONSTRAINT fk_pod_address_range_id FOREIGN KEY(range_id) REFERENCES pod_range (id),
  CONSTRAINT fk_pod_address_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_pod_address_pod_id ON pod_address (pod_id);

CREATE INDEX ix_pod_address_range_id ON pod_address (range_id);

CREATE TABLE project_role (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  project_id BIGINT NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  description VARCHAR(255),
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_project_role PRIMARY KEY (id),
  CONSTRAINT uq_project_role_project_id_name_live UNIQUE (project_id, name, live),
  CONSTRAINT uq_project_role_uuid UNIQUE (uuid),
  CONSTRAINT fk_project_role_project_id FOREIGN KEY(project_id) REFERENCES project (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_project_role_project_id ON project_role (project_id);

CREATE TABLE router_element (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  provider_id BIGINT NOT NULL,
  enabled BOOL NOT NULL DEFAULT '0',
  CONSTRAINT pk_router_element PRIMARY KEY (id),
  CONSTRAINT uq_router_element_uuid UNIQUE (uuid),
  CONSTRAINT fk_router_element_provider_id FOREIGN KEY(provider_id) REFERENCES service_provider (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_router_element_provider_id ON router_element (provider_id);

CREATE TABLE session (
  id_hash VARCHAR(64) NOT NULL,
  user_id BIGINT NOT NULL,
  sessionkey_hash VARCHAR(64) NOT NULL,
  client VARCHAR(64),
  second_factor BOOL NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  expires BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_session PRIMARY KEY (id_hash),
  CONSTRAINT fk_session_user_id FOREIGN KEY(user_id) REFERENCES user (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_session_expires ON session (expires);

CREATE INDEX ix_session_user_id ON session (user_id);

CREATE TABLE template_detail (
  template_id BIGINT NOT NULL,
  name VARCHAR(120) NOT NULL,
  value MEDIUMTEXT,
  CONSTRAINT pk_template_detail PRIMARY KEY (template_id, name),
  CONSTRAINT fk_template_detail_template_id FOREIGN KEY(template_id) REFERENCES template (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_template_detail_template_id ON template_detail (template_id);

CREATE TABLE template_store (
  template_id BIGINT NOT NULL,
  store_id BIGINT NOT NULL,
  state VARCHAR(30) NOT NULL DEFAULT 'Allocated',
  download_state VARCHAR(30) NOT NULL DEFAULT 'NOT_DOWNLOADED',
  percent INTEGER NOT NULL DEFAULT '0',
  error VARCHAR(1000),
  size_bytes BIGINT NOT NULL DEFAULT '0',
  physical_bytes BIGINT NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  updated BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_template_store PRIMARY KEY (template_id, store_id),
  CONSTRAINT fk_template_store_template_id FOREIGN KEY(template_id) REFERENCES template (id),
  CONSTRAINT fk_template_store_store_id FOREIGN KEY(store_id) REFERENCES image_store (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_template_store_store_id ON template_store (store_id);

CREATE INDEX ix_template_store_template_id ON template_store (template_id);

CREATE TABLE template_zone (
  template_id BIGINT NOT NULL,
  zone_id BIGINT NOT NULL,
  removed BIGINT,
  CONSTRAINT pk_template_zone PRIMARY KEY (template_id, zone_id),
  CONSTRAINT fk_template_zone_template_id FOREIGN KEY(template_id) REFERENCES template (id),
  CONSTRAINT fk_template_zone_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_template_zone_template_id ON template_zone (template_id);

CREATE INDEX ix_template_zone_zone_id ON template_zone (zone_id);

CREATE TABLE vlan_range (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  zone_id BIGINT NOT NULL,
  physical_network_id BIGINT,
  network_id BIGINT,
  pod_id BIGINT,
  vlan VARCHAR(30) NOT NULL DEFAULT 'untagged',
  gateway VARCHAR(45),
  netmask VARCHAR(45),
  cidr VARCHAR(64),
  start_ip VARCHAR(45),
  end_ip VARCHAR(45),
  for_virtual_network BOOL NOT NULL DEFAULT '1',
  for_system_vms BOOL NOT NULL DEFAULT '0',
  account_id BIGINT,
  domain_id BIGINT,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_vlan_range PRIMARY KEY (id),
  CONSTRAINT uq_vlan_range_uuid UNIQUE (uuid),
  CONSTRAINT fk_vlan_range_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_vlan_range_physical_network_id FOREIGN KEY(physical_network_id) REFERENCES physical_network (id),
  CONSTRAINT fk_vlan_range_network_id FOREIGN KEY(network_id) REFERENCES network (id),
  CONSTRAINT fk_vlan_range_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_vlan_range_network_id ON vlan_range (network_id);

CREATE INDEX ix_vlan_range_physical_network_id ON vlan_range (physical_network_id);

CREATE INDEX ix_vlan_range_pod_id ON vlan_range (pod_id);

CREATE INDEX ix_vlan_range_zone_id ON vlan_range (zone_id);

CREATE TABLE webhook_delivery (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  webhook_id BIGINT NOT NULL,
  event_id BIGINT,
  event_uuid VARCHAR(40),
  event_type VARCHAR(60) NOT NULL,
  account_uuid VARCHAR(40),
  payload MEDIUMTEXT NOT NULL,
  state VARCHAR(10) NOT NULL DEFAULT 'Queued',
  tries INTEGER NOT NULL DEFAULT '0',
  due BIGINT NOT NULL DEFAULT '0',
  success BOOL NOT NULL DEFAULT '0',
  node_id BIGINT,
  headers MEDIUMTEXT,
  response MEDIUMTEXT,
  started BIGINT NOT NULL DEFAULT '0',
  ended BIGINT NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_webhook_delivery PRIMARY KEY (id),
  CONSTRAINT uq_webhook_delivery_uuid UNIQUE (uuid),
  CONSTRAINT fk_webhook_delivery_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhook (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_webhook_delivery_due ON webhook_delivery (state, due);

CREATE INDEX ix_webhook_delivery_webhook ON webhook_delivery (webhook_id, id);

CREATE TABLE host_capacity (
  host_id BIGINT NOT NULL,
  cpu_total BIGINT NOT NULL DEFAULT '0',
  cpu_used BIGINT NOT NULL DEFAULT '0',
  memory_total BIGINT NOT NULL DEFAULT '0',
  memory_used BIGINT NOT NULL DEFAULT '0',
  vm_count INTEGER NOT NULL DEFAULT '0',
  dedicated_to BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_host_capacity PRIMARY KEY (host_id),
  CONSTRAINT fk_host_capacity_host_id FOREIGN KEY(host_id) REFERENCES host (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_host_capacity_host_id ON host_capacity (host_id);

CREATE TABLE host_facts (
  host_id BIGINT NOT NULL,
  cpus INTEGER NOT NULL DEFAULT '0',
  cpu_sockets INTEGER NOT NULL DEFAULT '1',
  cpu_mhz INTEGER NOT NULL DEFAULT '0',
  memory_bytes BIGINT NOT NULL DEFAULT '0',
  hypervisor_version VARCHAR(60),
  os VARCHAR(120),
  kernel VARCHAR(120),
  cpu_model VARCHAR(120),
  hvm BOOL NOT NULL DEFAULT '0',
  bridges MEDIUMTEXT,
  features MEDIUMTEXT,
  updated BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_host_facts PRIMARY KEY (host_id),
  CONSTRAINT fk_host_facts_host_id FOREIGN KEY(host_id) REFERENCES host (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_host_facts_host_id ON host_facts (host_id);

CREATE TABLE host_liveness (
  host_id BIGINT NOT NULL,
  boot_id VARCHAR(64),
  agent_start BIGINT NOT NULL DEFAULT '0',
  sequence BIGINT NOT NULL DEFAULT '0',
  reported BIGINT NOT NULL DEFAULT '0',
  node_id BIGINT,
  state VARCHAR(20) NOT NULL DEFAULT 'Connecting',
  changed BIGINT NOT NULL DEFAULT '0',
  agent_version VARCHAR(40),
  CONSTRAINT pk_host_liveness PRIMARY KEY (host_id),
  CONSTRAINT fk_host_liveness_host_id FOREIGN KEY(host_id) REFERENCES host (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_host_liveness_host_id ON host_liveness (host_id);

CREATE TABLE host_load (
  host_id BIGINT NOT NULL,
  cpu_used FLOAT NOT NULL DEFAULT '0',
  memory_used BIGINT NOT NULL DEFAULT '0',
  network_read_kbs BIGINT NOT NULL DEFAULT '0',
  network_write_kbs BIGINT NOT NULL DEFAULT '0',
  load_average FLOAT NOT NULL DEFAULT '0',
  updated BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_host_load PRIMARY KEY (host_id),
  CONSTRAINT fk_host_load_host_id FOREIGN KEY(host_id) REFERENCES host (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_host_load_host_id ON host_load (host_id);

CREATE TABLE project_invitation (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  project_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL DEFAULT '0',
  domain_id BIGINT NOT NULL,
  state VARCHAR(20) NOT NULL DEFAULT 'Pending',
  `role` VARCHAR(10) NOT NULL DEFAULT 'Regular',
  project_role_id BIGINT,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_project_invitation PRIMARY KEY (id),
  CONSTRAINT uq_project_invitation_project_id_account_id_user_id_live UNIQUE (project_id, account_id, user_id, live),
  CONSTRAINT uq_project_invitation_uuid UNIQUE (uuid),
  CONSTRAINT fk_project_invitation_project_id FOREIGN KEY(project_id) REFERENCES project (id),
  CONSTRAINT fk_project_invitation_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_project_invitation_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_project_invitation_project_role_id FOREIGN KEY(project_role_id) REFERENCES project_role (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_project_invitation_account_id ON project_invitation (account_id);

CREATE INDEX ix_project_invitation_domain_id ON project_invitation (domain_id);

CREATE INDEX ix_project_invitation_project_id ON project_invitation (project_id);

CREATE INDEX ix_project_invitation_project_role_id ON project_invitation (project_role_id);

CREATE TABLE project_member (
  id BIGINT NOT NULL AUTO_INCREMENT,
  project_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL DEFAULT '0',
  `role` VARCHAR(10) NOT NULL DEFAULT 'Regular',
  project_role_id BIGINT,
  created BIGINT NOT NULL DEFAULT '0',
  CONSTRAINT pk_project_member PRIMARY KEY (id),
  CONSTRAINT uq_project_member_project_id_account_id_user_id UNIQUE (project_id, account_id, user_id),
  CONSTRAINT fk_project_member_project_id FOREIGN KEY(project_id) REFERENCES project (id),
  CONSTRAINT fk_project_member_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_project_member_project_role_id FOREIGN KEY(project_role_id) REFERENCES project_role (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_project_member_account_id ON project_member (account_id);

CREATE INDEX ix_project_member_project_role_id ON project_member (project_role_id);

CREATE TABLE project_role_permission (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  role_id BIGINT NOT NULL,
  rule VARCHAR(255) NOT NULL,
  allow BOOL NOT NULL DEFAULT '0',
  sort_order INTEGER NOT NULL DEFAULT '0',
  description VARCHAR(255),
  CONSTRAINT pk_project_role_permission PRIMARY KEY (id),
  CONSTRAINT uq_project_role_permission_role_id_rule UNIQUE (role_id, rule),
  CONSTRAINT uq_project_role_permission_uuid UNIQUE (uuid),
  CONSTRAINT fk_project_role_permission_role_id FOREIGN KEY(role_id) REFERENCES project_role (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_project_role_permission_role_id ON project_role_permission (role_id);

CREATE TABLE storage_pool (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  zone_id BIGINT NOT NULL,
  pod_id BIGINT,
  cluster_id BIGINT,
  host_id BIGINT,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  type VARCHAR(30) NOT NULL,
  path VARCHAR(500),
  host_address VARCHAR(255),
  scope VARCHAR(10) NOT NULL,
  hypervisor VARCHAR(20),
  tags VARCHAR(1024),
  state VARCHAR(30) NOT NULL DEFAULT 'Up',
  capacity_bytes BIGINT NOT NULL DEFAULT '0',
  used_bytes BIGINT NOT NULL DEFAULT '0',
  allocated_bytes BIGINT NOT NULL DEFAULT '0',
  declared_bytes BIGINT,
  capacity_iops BIGINT,
  overprovisioning FLOAT NOT NULL DEFAULT '1',
  storage_access_groups VARCHAR(1000),
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_storage_pool PRIMARY KEY (id),
  CONSTRAINT uq_storage_pool_zone_id_name_live UNIQUE (zone_id, name, live),
  CONSTRAINT uq_storage_pool_uuid UNIQUE (uuid),
  CONSTRAINT fk_storage_pool_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_storage_pool_pod_id FOREIGN KEY(pod_id) REFERENCES pod (id),
  CONSTRAINT fk_storage_pool_cluster_id FOREIGN KEY(cluster_id) REFERENCES cluster (id),
  CONSTRAINT fk_storage_pool_host_id FOREIGN KEY(host_id) REFERENCES host (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_storage_pool_cluster_id ON storage_pool (cluster_id);

CREATE INDEX ix_storage_pool_host_id ON storage_pool (host_id);

CREATE INDEX ix_storage_pool_pod_id ON storage_pool (pod_id);

CREATE INDEX ix_storage_pool_zone_id ON storage_pool (zone_id);

CREATE TABLE vm (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  type VARCHAR(20) NOT NULL DEFAULT 'User',
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  display_name VARCHAR(255) COLLATE utf8mb4_general_ci,
  instance_name VARCHAR(64) NOT NULL,
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  user_id BIGINT,
  zone_id BIGINT NOT NULL,
  pod_id BIGINT,
  host_id BIGINT,
  last_host_id BIGINT,
  template_id BIGINT,
  offering_id BIGINT NOT NULL,
  os_type_id BIGINT,
  hypervisor VARCHAR(20),
  state VARCHAR(20) NOT NULL DEFAULT 'Stopped',
  reason VARCHAR(1000),
  power_state VARCHAR(20) DEFAULT 'PowerUnknown',
  power_at BIGINT NOT NULL DEFAULT '0',
  cpus INTEGER NOT NULL DEFAULT '0',
  cpu_mhz INTEGER NOT NULL DEFAULT '0',
  memory_mib INTEGER NOT NULL DEFAULT '0',
  reserved_host_id BIGINT,
  reserved_cpu BIGINT NOT NULL DEFAULT '0',
  reserved_memory BIGINT NOT NULL DEFAULT '0',
  ha BOOL NOT NULL DEFAULT '0',
  display BOOL NOT NULL DEFAULT '1',
  dynamically_scalable BOOL NOT NULL DEFAULT '0',
  delete_protection BOOL NOT NULL DEFAULT '0',
  group_id BIGINT,
  keypairs VARCHAR(1024),
  arch VARCHAR(20) DEFAULT 'x86_64',
  details_json VARCHAR(4000),
  serial_log VARCHAR(500),
  limit_tags VARCHAR(1024),
  state_at BIGINT NOT NULL DEFAULT '0',
  stopped_at BIGINT,
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
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
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

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
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  vm_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  host_id BIGINT,
  proxy_id BIGINT,
  parent_id BIGINT,
  creator_address VARCHAR(64),
  client_address VARCHAR(64),
  token_hash VARCHAR(64),
  token_expires BIGINT NOT NULL DEFAULT '0',
  extra_hash VARCHAR(64),
  secret_hash VARCHAR(64),
  login_hash VARCHAR(64),
  view_only BOOL NOT NULL DEFAULT '0',
  direct BOOL NOT NULL DEFAULT '0',
  acquired BIGINT,
  seen BIGINT NOT NULL DEFAULT '0',
  idle INTEGER NOT NULL DEFAULT '0',
  bytes_in BIGINT NOT NULL DEFAULT '0',
  bytes_out BIGINT NOT NULL DEFAULT '0',
  end_reason VARCHAR(255),
  told BOOL NOT NULL DEFAULT '0',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_console_session PRIMARY KEY (id),
  CONSTRAINT uq_console_session_uuid UNIQUE (uuid),
  CONSTRAINT fk_console_session_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_console_session_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_console_session_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_console_session_user_id FOREIGN KEY(user_id) REFERENCES user (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

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
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  vm_id BIGINT NOT NULL,
  network_id BIGINT,
  `role` VARCHAR(10) NOT NULL DEFAULT 'guest',
  device INTEGER NOT NULL DEFAULT '0',
  mac VARCHAR(17) NOT NULL,
  ip VARCHAR(45),
  netmask VARCHAR(45),
  gateway VARCHAR(45),
  ip6 VARCHAR(45),
  is_default BOOL NOT NULL DEFAULT '0',
  isolation_uri VARCHAR(255),
  broadcast_uri VARCHAR(255),
  enabled BOOL NOT NULL DEFAULT '1',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_nic PRIMARY KEY (id),
  CONSTRAINT uq_nic_network_id_ip_live UNIQUE (network_id, ip, live),
  CONSTRAINT uq_nic_mac_live UNIQUE (mac, live),
  CONSTRAINT uq_nic_vm_id_device_live UNIQUE (vm_id, device, live),
  CONSTRAINT uq_nic_uuid UNIQUE (uuid),
  CONSTRAINT fk_nic_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_nic_network_id FOREIGN KEY(network_id) REFERENCES network (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_nic_network_id ON nic (network_id);

CREATE INDEX ix_nic_vm_id ON nic (vm_id);

CREATE TABLE storage_pool_detail (
  pool_id BIGINT NOT NULL,
  name VARCHAR(120) NOT NULL,
  value MEDIUMTEXT,
  CONSTRAINT pk_storage_pool_detail PRIMARY KEY (pool_id, name),
  CONSTRAINT fk_storage_pool_detail_pool_id FOREIGN KEY(pool_id) REFERENCES storage_pool (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_storage_pool_detail_pool_id ON storage_pool_detail (pool_id);

CREATE TABLE storage_pool_host (
  pool_id BIGINT NOT NULL,
  host_id BIGINT NOT NULL,
  CONSTRAINT pk_storage_pool_host PRIMARY KEY (pool_id, host_id),
  CONSTRAINT fk_storage_pool_host_pool_id FOREIGN KEY(pool_id) REFERENCES storage_pool (id),
  CONSTRAINT fk_storage_pool_host_host_id FOREIGN KEY(host_id) REFERENCES host (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_storage_pool_host_host_id ON storage_pool_host (host_id);

CREATE INDEX ix_storage_pool_host_pool_id ON storage_pool_host (pool_id);

CREATE TABLE storage_pool_stopped (
  pool_id BIGINT NOT NULL,
  vm_id BIGINT NOT NULL,
  CONSTRAINT pk_storage_pool_stopped PRIMARY KEY (pool_id, vm_id),
  CONSTRAINT fk_storage_pool_stopped_pool_id FOREIGN KEY(pool_id) REFERENCES storage_pool (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_storage_pool_stopped_pool_id ON storage_pool_stopped (pool_id);

CREATE TABLE vm_detail (
  vm_id BIGINT NOT NULL,
  name VARCHAR(120) NOT NULL,
  value MEDIUMTEXT,
  display BOOL NOT NULL DEFAULT '1',
  CONSTRAINT pk_vm_detail PRIMARY KEY (vm_id, name),
  CONSTRAINT fk_vm_detail_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_vm_detail_vm_id ON vm_detail (vm_id);

CREATE TABLE vm_metadata (
  vm_id BIGINT NOT NULL,
  user_data MEDIUMTEXT,
  public_keys MEDIUMTEXT,
  password_enc VARCHAR(1024),
  password_id BIGINT NOT NULL DEFAULT '0',
  user_data_id BIGINT,
  user_data_details MEDIUMTEXT,
  CONSTRAINT pk_vm_metadata PRIMARY KEY (vm_id),
  CONSTRAINT fk_vm_metadata_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_vm_metadata_vm_id ON vm_metadata (vm_id);

CREATE TABLE volume (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  name VARCHAR(255) COLLATE utf8mb4_general_ci NOT NULL,
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  zone_id BIGINT NOT NULL,
  pool_id BIGINT,
  vm_id BIGINT,
  template_id BIGINT,
  disk_offering_id BIGINT,
  type VARCHAR(10) NOT NULL,
  device INTEGER,
  size_bytes BIGINT NOT NULL DEFAULT '0',
  used_bytes BIGINT NOT NULL DEFAULT '0',
  state VARCHAR(20) NOT NULL DEFAULT 'Allocated',
  format VARCHAR(10) DEFAULT 'QCOW2',
  path VARCHAR(255),
  provisioning_type VARCHAR(10) DEFAULT 'thin',
  display BOOL NOT NULL DEFAULT '1',
  attached BIGINT,
  reserved_pool_id BIGINT,
  reserved_bytes BIGINT NOT NULL DEFAULT '0',
  chain_info VARCHAR(255),
  limit_tags VARCHAR(1024),
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
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
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_volume_account_live ON volume (account_id, live, id, vm_id);

CREATE INDEX ix_volume_disk_offering_id ON volume (disk_offering_id);

CREATE INDEX ix_volume_domain_id ON volume (domain_id);

CREATE INDEX ix_volume_list ON volume (live, id, account_id, domain_id, vm_id);

CREATE INDEX ix_volume_pool_id ON volume (pool_id);

CREATE INDEX ix_volume_template_id ON volume (template_id);

CREATE INDEX ix_volume_vm_id ON volume (vm_id);

CREATE INDEX ix_volume_zone_id ON volume (zone_id);

CREATE TABLE public_ip (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  vlan_range_id BIGINT NOT NULL,
  zone_id BIGINT NOT NULL,
  address VARCHAR(45) NOT NULL,
  address_num BIGINT NOT NULL DEFAULT '0',
  state VARCHAR(20) NOT NULL DEFAULT 'Free',
  network_id BIGINT,
  account_id BIGINT,
  domain_id BIGINT,
  source_nat BOOL NOT NULL DEFAULT '0',
  static_nat BOOL NOT NULL DEFAULT '0',
  `system` BOOL NOT NULL DEFAULT '0',
  vm_id BIGINT,
  nic_id BIGINT,
  vm_guest_ip VARCHAR(45),
  mac VARCHAR(17),
  display BOOL NOT NULL DEFAULT '1',
  allocated BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_public_ip PRIMARY KEY (id),
  CONSTRAINT uq_public_ip_vlan_range_id_address_live UNIQUE (vlan_range_id, address, live),
  CONSTRAINT uq_public_ip_uuid UNIQUE (uuid),
  CONSTRAINT fk_public_ip_vlan_range_id FOREIGN KEY(vlan_range_id) REFERENCES vlan_range (id),
  CONSTRAINT fk_public_ip_zone_id FOREIGN KEY(zone_id) REFERENCES zone (id),
  CONSTRAINT fk_public_ip_network_id FOREIGN KEY(network_id) REFERENCES network (id),
  CONSTRAINT fk_public_ip_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_public_ip_nic_id FOREIGN KEY(nic_id) REFERENCES nic (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_public_ip_account_live ON public_ip (account_id, live, id, state);

CREATE INDEX ix_public_ip_free ON public_ip (zone_id, state, id);

CREATE INDEX ix_public_ip_list ON public_ip (live, id, state, account_id, domain_id);

CREATE INDEX ix_public_ip_network_id ON public_ip (network_id);

CREATE INDEX ix_public_ip_nic_id ON public_ip (nic_id);

CREATE INDEX ix_public_ip_vm_id ON public_ip (vm_id);

CREATE TABLE firewall_rule (
  id BIGINT NOT NULL AUTO_INCREMENT,
  uuid VARCHAR(40) NOT NULL,
  purpose VARCHAR(20) NOT NULL,
  traffic VARCHAR(10) NOT NULL DEFAULT 'Ingress',
  public_ip_id BIGINT,
  network_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  domain_id BIGINT NOT NULL,
  protocol VARCHAR(10) NOT NULL,
  port_start INTEGER,
  port_end INTEGER,
  icmp_type INTEGER,
  icmp_code INTEGER,
  source_cidrs VARCHAR(4000),
  dest_cidrs VARCHAR(4000),
  state VARCHAR(20) NOT NULL DEFAULT 'Add',
  vm_id BIGINT,
  nic_id BIGINT,
  vm_guest_ip VARCHAR(45),
  private_start INTEGER,
  private_end INTEGER,
  related_id BIGINT,
  display BOOL NOT NULL DEFAULT '1',
  created BIGINT NOT NULL DEFAULT '0',
  removed BIGINT,
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_firewall_rule PRIMARY KEY (id),
  CONSTRAINT uq_firewall_rule_uuid UNIQUE (uuid),
  CONSTRAINT fk_firewall_rule_public_ip_id FOREIGN KEY(public_ip_id) REFERENCES public_ip (id),
  CONSTRAINT fk_firewall_rule_network_id FOREIGN KEY(network_id) REFERENCES network (id),
  CONSTRAINT fk_firewall_rule_account_id FOREIGN KEY(account_id) REFERENCES account (id),
  CONSTRAINT fk_firewall_rule_domain_id FOREIGN KEY(domain_id) REFERENCES domain (id),
  CONSTRAINT fk_firewall_rule_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_firewall_rule_nic_id FOREIGN KEY(nic_id) REFERENCES nic (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_firewall_rule_account_live ON firewall_rule (account_id, purpose, live, id, traffic);

CREATE INDEX ix_firewall_rule_domain_id ON firewall_rule (domain_id);

CREATE INDEX ix_firewall_rule_list ON firewall_rule (purpose, live, id, traffic, account_id, domain_id);

CREATE INDEX ix_firewall_rule_network_id ON firewall_rule (network_id);

CREATE INDEX ix_firewall_rule_nic_id ON firewall_rule (nic_id);

CREATE INDEX ix_firewall_rule_public_ip_id ON firewall_rule (public_ip_id);

CREATE INDEX ix_firewall_rule_vm_id ON firewall_rule (vm_id);

CREATE TABLE router (
  vm_id BIGINT NOT NULL,
  network_id BIGINT NOT NULL,
  public_ip_id BIGINT,
  control_ip VARCHAR(45),
  token_enc VARCHAR(512),
  cert_serial VARCHAR(64),
  enrolled_key VARCHAR(64),
  applied BIGINT NOT NULL DEFAULT '0',
  version VARCHAR(40),
  redundant_state VARCHAR(20) DEFAULT 'UNKNOWN',
  health_at BIGINT NOT NULL DEFAULT '0',
  health MEDIUMTEXT,
  failures INTEGER NOT NULL DEFAULT '0',
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_router PRIMARY KEY (vm_id),
  CONSTRAINT uq_router_network_id_live UNIQUE (network_id, live),
  CONSTRAINT fk_router_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_router_network_id FOREIGN KEY(network_id) REFERENCES network (id),
  CONSTRAINT fk_router_public_ip_id FOREIGN KEY(public_ip_id) REFERENCES public_ip (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_router_public_ip_id ON router (public_ip_id);

CREATE INDEX ix_router_vm_id ON router (vm_id);

CREATE TABLE system_vm (
  vm_id BIGINT NOT NULL,
  public_ip_id BIGINT,
  pod_address_id BIGINT,
  control_ip VARCHAR(45),
  token_enc VARCHAR(512),
  cert_serial VARCHAR(64),
  enrolled_key VARCHAR(64),
  health_at BIGINT NOT NULL DEFAULT '0',
  health MEDIUMTEXT,
  failures INTEGER NOT NULL DEFAULT '0',
  surplus_since BIGINT NOT NULL DEFAULT '0',
  live SMALLINT DEFAULT '1',
  CONSTRAINT pk_system_vm PRIMARY KEY (vm_id),
  CONSTRAINT fk_system_vm_vm_id FOREIGN KEY(vm_id) REFERENCES vm (id),
  CONSTRAINT fk_system_vm_public_ip_id FOREIGN KEY(public_ip_id) REFERENCES public_ip (id)
)ENGINE=InnoDB CHARSET=utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX ix_system_vm_public_ip_id ON system_vm (public_ip_id);

CREATE INDEX ix_system_vm_vm_id ON system_vm (vm_id);

