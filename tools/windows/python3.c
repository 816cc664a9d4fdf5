/* python3.dll has no code of its own: python3.def forwards every name. */
int __stdcall DllMain(void *self, unsigned reason, void *reserved) { return 1; }
