package dev.flotilla.api.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.types.SimpleType;
import dev.flotilla.api.cel.value.JsonValues;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CelExpressionsTest {
    private static final CelEnvironment ENVIRONMENT =
            CelEnvironment.kubernetes().declare(Map.of("object", SimpleType.DYN), List.of());
    private static final JsonNode OBJECT = ObjectJson.mapper()
            .readTree("{\"n\": 3, \"s\": \"höhe\", \"list\": [3, 1, 2], \"map\": {\"a\": 1}, \"d\": 1.5, \"none\":"
                    + " null}");

    private static String outcome(String expression) {
        return switch (ENVIRONMENT.compile(expression)) {
            case Compilation.Refused refused -> "refused: " + refused.message();
            case Compilation.Compiled compiled ->
                switch (compiled.program()
                        .evaluate(Bindings.of(Map.of("object", JsonValues.of(OBJECT))), Program.CALL_LIMIT)
                        .outcome()) {
                    case Evaluation.Value value -> String.valueOf(value.value());
                    case Evaluation.Failed failed -> "failed: " + failed.message();
                    case Evaluation.Cancelled cancelled -> "cancelled: " + cancelled.message();
                };
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        1 + 2 * 3 == 7                                   | true
        object.n + 1                                     | 4
        object.list.map(x, x * 2)                        | [6, 2, 4]
        object.list.exists(x, x == 2)                    | true
        object.list.all(x, 1 / (x - 1) > 5 !! x > 0)  | true
        object.list.exists_one(x, x > 2)                 | true
        object.list.filter(x, x > 1)                     | [3, 2]
        has(object.n) && !has(object.m)                  | true
        object.m                                         | failed: no such key: m
        object.list[7]                                   | failed: index out of bounds: 7
        object.?m.orValue(5)                             | 5
        object.?n.optMap(x, x + 1).orValue(0)            | 4
        size(object.s)                                   | 4
        9223372036854775807 + 1                          | failed: integer overflow
        1 / (object.n - 3)                               | failed: division by zero
        object.n == 3.0                                  | true
        object.none == null                              | true
        'a' in object.map && !('b' in object.map)        | true
        object.list.isSorted()                           | false
        object.list.min() + object.list.max() + object.list.sum() | 10
        [1, 2, 3, 2].indexOf(2) * 10 + [1, 2, 3, 2].lastIndexOf(2) | 13
        object.list.sort()                               | [1, 2, 3]
        [{'a': 2}, {'a': 1}].sortBy(e, e.a)[0].a         | 1
        [1, 2, 3].slice(1, 3)                            | [2, 3]
        [[1], [2, 3]].flatten()                          | [1, 2, 3]
        lists.range(3).reverse()                         | [2, 1, 0]
        [1, 1, 2].distinct()                             | [1, 2]
        sets.contains([1, 2], [1]) && sets.intersects([1], [1, 2]) && sets.equivalent([1, 1], [1]) | true
        'abc 123 def 456'.find('[0-9]+')                 | 123
        'abc 123 def 456'.findAll('[0-9]+')              | [123, 456]
        url('https://u:p@example.com:80/a?b=c').getHost() | example.com:80
        url('https://example.com:80/a?b=c').getHostname() + url('https://example.com:80/').getPort() | example.com80
        url('https://example.com/a?b=c&b=d').getQuery()['b'] | [c, d]
        isURL('/a') && !isURL('a')                       | true
        quantity('1Gi').isGreaterThan(quantity('1G'))    | true
        quantity('50k').add(20).asInteger()              | 50020
        quantity('1.5').isInteger()                      | false
        ip('::1').isLoopback() && ip('10.0.0.1').family() == 4 | true
        string(ip('2001:DB8::1'))                        | 2001:db8::1
        ip.isCanonical('2001:DB8::1')                    | false
        cidr('10.0.0.0/8').containsIP('10.1.2.3')        | true
        cidr('10.0.0.0/8').containsCIDR(cidr('10.0.0.0/7')) | false
        string(cidr('10.1.2.3/8').masked())              | 10.0.0.0/8
        isIP('1.2.3.4') && !isIP('1.2.3')                | true
        semver('1.2.3-rc.1').isLessThan(semver('1.2.3')) | true
        semver('v01.2', true).minor()                    | 2
        isSemver('1.2') == false                         | true
        format.dns1123Label().validate('Not ok').hasValue() | true
        !format.named('uuid').value().validate('123e4567-e89b-12d3-a456-426614174000').hasValue() | true
        'a,b,c'.split(',').join('-')                     | a-b-c
        'hello'.substring(1, 3) + 'hello'.charAt(0)      | elh
        'tacocat'.replace('a', 'o', 1).upperAscii()      | TOCOCAT
        ' x '.trim()                                     | x
        'héllo'.indexOf('l') * 10 + 'héllo'.lastIndexOf('l') | 23
        '%s is %d and %.2f'.format([dyn('a'), 3, 2.5])        | a is 3 and 2.50
        strings.quote('a"b')                             | "a\\"b"
        duration('1h30m').getMinutes()                   | 90
        timestamp('2024-01-02T03:04:05Z').getFullYear()  | 2024
        timestamp('2024-01-02T03:04:05Z') + duration('1h') == timestamp('2024-01-02T04:04:05Z') | true
        {'a': 1, 'b': 2}.transformList(k, v, v).sum()    | 3
        [1, 2].all(i, v, i < v)                          | true
        int('12') + int(3.9)                             | 15
        int('x')                                         | failed: type conversion error from 'string' to 'int'
        string(1.0) + string(true)                       | 1true
        type(1) == int                                   | true
        optional.none().hasValue()                       | false
        """)
    void computesWhatKubernetesComputes(String expression, String expected) {
        assertThat(outcome(expression.replace("!!", "||"))).isEqualTo(expected.replace("\\\"", "\\\""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        foo + 1       | ERROR: <input>:1:1: undeclared reference to 'foo' (in container '')
        1 + 'a'       | ERROR: <input>:1:3: found no matching overload for '_+_' applied to '(int, string)'
        1 +           | ERROR: <input>:1:4: Syntax error
        'a'.matches('(') | ERROR: <input>:1:13: invalid matches argument
        """)
    void refusesWhatCannotBeChecked(String expression, String expected) {
        assertThat(outcome(expression)).startsWith("refused: " + expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        lists.range(100000).all(x, lists.range(100000).all(y, x + y >= 0)) | cancelled: operation cancelled: actual cost limit exceeded
        """)
    void endsWhatCostsTooMuch(String expression, String expected) {
        assertThat(outcome(expression)).isEqualTo(expected);
    }
}
