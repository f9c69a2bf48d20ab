#include "CEncoder.h"

#include <math.h>
#include <string.h>

// One copy for each generation of processors; the loader takes the widest that the machine has.
#if defined(__x86_64__) && defined(__linux__)
#define WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST
#endif
#define INLINE static inline __attribute__((always_inline))

// Sixteen numbers at once. The compiler cuts them for narrower registers.
typedef float lanes __attribute__((vector_size(64)));
typedef int32_t integers __attribute__((vector_size(64)));
#define LANES 16

INLINE void load(lanes *into, const float *from) { memcpy(into, from, sizeof(lanes)); }
INLINE void store(float *into, const lanes *from) { memcpy(into, from, sizeof(lanes)); }
INLINE void fill(lanes *into, float value) {
    for (int lane = 0; lane < LANES; lane++) (*into)[lane] = value;
}
INLINE float total(const lanes *of) {
    float sum = 0;
    for (int lane = 0; lane < LANES; lane++) sum += (*of)[lane];
    return sum;
}

// erf(x) = x · P(x²) / Q(x²) for |x| ≤ 4, fitted here by weighted least squares; off by less than 5e-7 in single precision.
// Beyond 4 it is 1 to that precision.
INLINE void gelu(lanes *x) {
    lanes value = *x, t = value * 0.70710678118654752f;
    lanes four, minus;
    fill(&four, 4);
    fill(&minus, -4);
    t = __builtin_elementwise_max(__builtin_elementwise_min(t, four), minus);
    lanes s = t * t;
    lanes p = s * 1.974706201196116e-06f + 2.8801498152428346e-04f;
    p = p * s + 4.003175026693977e-03f;
    p = p * s + 5.346605637748662e-02f;
    p = p * s + 1.9624022241416933e-01f;
    p = p * s + 1.1283789772861348f;
    lanes q = s * 3.747815706418077e-05f + 1.2162142009677162e-03f;
    q = q * s + 1.5443522986604395e-02f;
    q = q * s + 1.1647255874554116e-01f;
    q = q * s + 5.072445358834223e-01f;
    q = q * s + 1.0f;
    *x = value * 0.5f * (t * p / q + 1.0f);
}

// 2^x = 2^n · 2^f with |f| ≤ 1/2; the second by a polynomial fitted here, off by 2e-9. For x ≤ 0.
INLINE void exponential(lanes *x) {
    lanes least;
    fill(&least, -126);
    lanes t = *x * 1.44269504088896341f;
    t = __builtin_elementwise_max(t, least);
    // Adding and taking away 1.5 · 2^23 rounds to a whole number.
    lanes whole = (t + 12582912.0f) - 12582912.0f;
    lanes f = t - whole;
    lanes p = f * 1.5345808198646789e-04f + 1.3399931938999256e-03f;
    p = p * f + 9.618488977780169e-03f;
    p = p * f + 5.55032877521289e-02f;
    p = p * f + 2.4022646890381955e-01f;
    p = p * f + 6.931472057380523e-01f;
    p = p * f + 1.0f;
    integers power = (__builtin_convertvector(whole, integers) + 127) << 23;
    lanes scale;
    memcpy(&scale, &power, sizeof(scale));
    *x = p * scale;
}

WIDEST void sangam_add_bias(float *x, const float *bias, int32_t rows, int32_t columns) {
    for (int32_t row = 0; row < rows; row++, x += columns) {
        for (int32_t i = 0; i < columns; i++) x[i] += bias[i];
    }
}

WIDEST void sangam_gelu(float *x, const float *bias, int32_t rows, int32_t columns) {
    for (int32_t row = 0; row < rows; row++, x += columns) {
        int32_t i = 0;
        for (; i + LANES <= columns; i += LANES) {
            lanes value, add;
            load(&value, x + i);
            load(&add, bias + i);
            value += add;
            gelu(&value);
            store(x + i, &value);
        }
        for (; i < columns; i++) {
            float value = x[i] + bias[i];
            x[i] = 0.5f * value * (1.0f + erff(value * 0.70710678118654752f));
        }
    }
}

WIDEST void sangam_softmax(float *x, float scale, int32_t rows, int32_t columns) {
    for (int32_t row = 0; row < rows; row++, x += columns) {
        float greatest = x[0];
        for (int32_t i = 1; i < columns; i++) greatest = x[i] > greatest ? x[i] : greatest;
        lanes sums;
        fill(&sums, 0);
        int32_t i = 0;
        for (; i + LANES <= columns; i += LANES) {
            lanes value;
            load(&value, x + i);
            value = (value - greatest) * scale;
            exponential(&value);
            store(x + i, &value);
            sums += value;
        }
        float sum = total(&sums);
        for (; i < columns; i++) {
            x[i] = expf((x[i] - greatest) * scale);
            sum += x[i];
        }
        float share = 1.0f / sum;
        for (i = 0; i < columns; i++) x[i] *= share;
    }
}

WIDEST void sangam_add_norm(
    float *x, const float *bias, const float *residual, const float *gamma, const float *beta, float epsilon, int32_t rows,
    int32_t columns) {
    for (int32_t row = 0; row < rows; row++, x += columns, residual += columns) {
        lanes sums;
        fill(&sums, 0);
        int32_t i = 0;
        for (; i + LANES <= columns; i += LANES) {
            lanes value, add, left;
            load(&value, x + i);
            load(&add, bias + i);
            load(&left, residual + i);
            value += add + left;
            store(x + i, &value);
            sums += value;
        }
        float sum = total(&sums);
        for (; i < columns; i++) {
            x[i] += bias[i] + residual[i];
            sum += x[i];
        }
        float mean = sum / (float)columns;
        lanes squares;
        fill(&squares, 0);
        for (i = 0; i + LANES <= columns; i += LANES) {
            lanes value;
            load(&value, x + i);
            value -= mean;
            squares += value * value;
        }
        float variance = total(&squares);
        for (; i < columns; i++) variance += (x[i] - mean) * (x[i] - mean);
        float share = 1.0f / sqrtf(variance / (float)columns + epsilon);
        for (i = 0; i < columns; i++) x[i] = (x[i] - mean) * share * gamma[i] + beta[i];
    }
}

WIDEST void sangam_nearness(
    const int8_t *vectors, const float *scales, int32_t count, const int16_t *query, float scale, int32_t dimension,
    float *out) {
    for (int32_t row = 0; row < count; row++, vectors += dimension) {
        int32_t sum = 0;
        for (int32_t i = 0; i < dimension; i++) sum += (int32_t)(int16_t)vectors[i] * (int32_t)query[i];
        out[row] = (float)sum * scale * scales[row];
    }
}
