/* Feeds a stream of standard input to SmallCrush of TestU01 (P. L'Ecuyer and R. Simard, "TestU01: a C
 * library for empirical testing of random number generators", ACM TOMS 33, 2007).
 *
 *   battery NAME PART ORDER
 *
 * PART: "both" halves of each 64-bit word (low, high), "low", "high", or "units" (doubles);
 * ORDER of the bits of a half: "plain" or "reversed". Says how many p-values there are and which lie
 * outside 0.001 to 0.999; ends with 1 if one lies outside 1e-10 to 1 - 1e-10, which is a failure.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bbattery.h>
#include <swrite.h>
#include <unif01.h>

static int part, reversed, upper_is_next;
static uint64_t word;

static uint64_t next_word(void)
{
    static uint64_t buffer[8192];
    static size_t at, count;
    if (at == count) {
        count = fread(buffer, sizeof buffer[0], 8192, stdin);
        at = 0;
        if (count == 0) {
            fprintf(stderr, "battery: the stream ended\n");
            exit(2);
        }
    }
    return buffer[at++];
}

static uint32_t reverse(uint32_t x)
{
    x = (x >> 1 & 0x55555555) | (x & 0x55555555) << 1;
    x = (x >> 2 & 0x33333333) | (x & 0x33333333) << 2;
    x = (x >> 4 & 0x0F0F0F0F) | (x & 0x0F0F0F0F) << 4;
    x = (x >> 8 & 0x00FF00FF) | (x & 0x00FF00FF) << 8;
    return x >> 16 | x << 16;
}

static unsigned int bits(void)
{
    int upper = part == 'h' || (part == 'b' && upper_is_next);
    if (part != 'b' || !upper_is_next)
        word = next_word();
    upper_is_next = !upper_is_next;
    uint32_t half = (uint32_t)(upper ? word >> 32 : word);
    return reversed ? reverse(half) : half;
}

static double unit(void)
{
    uint64_t found = next_word();
    double value;
    memcpy(&value, &found, sizeof value);
    return value;
}

int main(int count, char **words)
{
    if (count != 4)
        return 2;
    part = words[2][0];
    reversed = words[3][0] == 'r';
    swrite_Basic = FALSE;
    unif01_Gen *gen = part == 'u' ? unif01_CreateExternGen01(words[1], unit)
                                  : unif01_CreateExternGenBits(words[1], bits);
    freopen("/dev/null", "w", stdout);
    bbattery_SmallCrush(gen);
    int failed = 0;
    fprintf(stderr, "%s %s %s: %d p-values", words[1], words[2], words[3], bbattery_NTests);
    for (int i = 0; i < bbattery_NTests; i++) {
        double p = bbattery_pVal[i];
        if (p < 0.001 || p > 0.999)
            fprintf(stderr, ", %s %.2e", bbattery_TestNames[i], p);
        failed |= p < 1e-10 || p > 1 - 1e-10;
    }
    fprintf(stderr, "%s\n", failed ? ": FAILED" : "");
    return failed;
}
