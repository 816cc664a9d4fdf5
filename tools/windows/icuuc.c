/* icuuc.dll: the names that Qt asks Windows' ICU for. Wine has no ICU, and says so: no converter can be opened.
   Qt uses them for old 8-bit encodings only; UTF-8 and UTF-16 are its own. */
typedef int UErrorCode;
enum { FILE_ACCESS_ERROR = 4, UNSUPPORTED = 16 };
#define API __declspec(dllexport)
#define REFUSE(code) if (error) *error = code

API void *ucnv_open(const char *name, UErrorCode *error) { REFUSE(FILE_ACCESS_ERROR); return 0; }
API void ucnv_close(void *converter) {}
API void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
API void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
API void ucnv_reset(void *converter) {}
API char ucnv_getMaxCharSize(void *converter) { return 4; }
API const char *ucnv_getName(void *converter, UErrorCode *error) { REFUSE(UNSUPPORTED); return 0; }
API void ucnv_getToUCallBack(void *converter, void **action, const void **context) {
    if (action) *action = 0;
    if (context) *context = 0;
}
API void ucnv_getFromUCallBack(void *converter, void **action, const void **context) {
    if (action) *action = 0;
    if (context) *context = 0;
}
API void ucnv_setToUCallBack(void *converter, void *action, const void *context, void **old, const void **before,
                             UErrorCode *error) {}
API void ucnv_setFromUCallBack(void *converter, void *action, const void *context, void **old, const void **before,
                               UErrorCode *error) {}
API void ucnv_cbToUWriteUChars(void *args, const void *source, int length, int offset, UErrorCode *error) {}
API void ucnv_cbFromUWriteUChars(void *args, const void **source, const void *limit, int offset, UErrorCode *error) {}
API void ucnv_toUnicode(void *converter, void **target, const void *target_limit, const char **source,
                        const char *source_limit, int *offsets, char flush, UErrorCode *error) { REFUSE(UNSUPPORTED); }
API void ucnv_fromUnicode(void *converter, char **target, const char *target_limit, const void **source,
                          const void *source_limit, int *offsets, char flush, UErrorCode *error) { REFUSE(UNSUPPORTED); }
API int ucnv_toUCountPending(const void *converter, UErrorCode *error) { return 0; }
API int ucnv_fromUCountPending(const void *converter, UErrorCode *error) { return 0; }
API const char *ucnv_getStandardName(const char *name, const char *standard, UErrorCode *error) { return 0; }
API const char *ucnv_getAvailableName(int index) { return 0; }
API int ucnv_countAvailable(void) { return 0; }
