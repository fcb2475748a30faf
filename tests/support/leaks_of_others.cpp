// Leaks inside libraries that the screen's drivers load are not ours to mend; a sanitized test tells of all others.
#ifdef __SANITIZE_ADDRESS__

// Seen by the sanitizer, whose library asks for it.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libdbus-1\n"; }

#endif
