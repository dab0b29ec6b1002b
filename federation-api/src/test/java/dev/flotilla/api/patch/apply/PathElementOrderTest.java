package dev.flotilla.api.patch.apply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathElementOrderTest {
    @ParameterizedTest(name = "{0} is before {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '\'', textBlock = """
            f:b;                                  k:{"a":1}
            k:{"a":1};                            v:1
            v:1;                                  i:0
            f:a;                                  f:b
            f:10;                                 f:9
            i:9;                                  i:10
            v:9;                                  v:10
            v:-1;                                 v:0
            v:1.5;                                v:2
            v:7;                                  v:"7"
            v:-;                                  v:-1
            v:1e99999999999;                      v:2e99999999999
            v:"10";                               v:"9"
            v:"a";                                v:"a b"
            k:{"port":8};                         k:{"port":80}
            k:{"port":53,"protocol":"TCP"};       k:{"port":443,"protocol":"TCP"}
            k:{"port":53,"protocol":"TCP"};       k:{"port":53,"protocol":"UDP"}
            k:{"name":"a"};                       k:{"name":"a!"}
            k:{"name":"a:443"};                   k:{"name":"a:53"}
            """)
    void tellsWhichComesFirst(String first, String second) {
        assertThat(PathElementOrder.compare(first, second)).isNegative();
        assertThat(PathElementOrder.compare(second, first)).isPositive();
        assertThat(PathElementOrder.compare(first, first)).isZero();
    }
}
