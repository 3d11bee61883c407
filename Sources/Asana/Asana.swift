// Asana
