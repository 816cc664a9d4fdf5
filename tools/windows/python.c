/* python.exe: hands its arguments to CPython's library. */
#include <windows.h>

int wmain(int argc, wchar_t **argv) {
    HMODULE library = LoadLibraryW(LIBRARY);
    int (*run)(int, wchar_t **);
    if (!library) return 3;
    run = (int (*)(int, wchar_t **))GetProcAddress(library, "Py_Main");
    return run ? run(argc, argv) : 3;
}
