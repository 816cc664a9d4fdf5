/* bcryptprimitives.dll: the one function that programs written in Rust ask Windows for, which Wine 8 lacks. */
unsigned char __stdcall SystemFunction036(void *buffer, unsigned long size);

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *buffer, unsigned long long size) {
    return SystemFunction036(buffer, (unsigned long)size);
}
