"""Who gets in and what it may do: changes of roles, second factors, failed logins, API limits."""
