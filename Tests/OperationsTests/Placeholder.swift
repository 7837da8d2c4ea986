// tests stand here
