/**
 * What nodes tell each other about commits, and the rules that make it safe to lose, delay and repeat what they tell: a
 * commit takes effect once, and no answer is given that the log would contradict. It knows neither Kafka nor what
 * carries the messages.
 */
@NullMarked
package dev.flotilla.replication.peer;

import org.jspecify.annotations.NullMarked;
