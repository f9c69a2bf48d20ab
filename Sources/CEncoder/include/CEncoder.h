// The arithmetic of the sentence encoder that BLAS does not have, and the nearness of many stored vectors to one.
//
// In C, because it is built several times over for the processor's widest registers and the best is chosen at start;
// and because a debug build of it is still quick enough to test with.
#ifndef CENCODER_H
#define CENCODER_H

#include <stdint.h>

/// x += bias, for each of `rows` rows of `columns`.
void sangam_add_bias(float *x, const float *bias, int32_t rows, int32_t columns);

/// x = GELU(x + bias), with the error function as the original model has it (no tanh approximation).
void sangam_gelu(float *x, const float *bias, int32_t rows, int32_t columns);

/// x = softmax(x · scale), row by row.
void sangam_softmax(float *x, float scale, int32_t rows, int32_t columns);

/// x = norm(x + bias + residual) · gamma + beta, row by row.
void sangam_add_norm(
    float *x, const float *bias, const float *residual, const float *gamma, const float *beta, float epsilon, int32_t rows,
    int32_t columns);

/// out[i] = scales[i] · scale · (vectors[i] · query), for `count` vectors that lie one after the other.
void sangam_nearness(
    const int8_t *vectors, const float *scales, int32_t count, const int16_t *query, float scale, int32_t dimension,
    float *out);

#endif
