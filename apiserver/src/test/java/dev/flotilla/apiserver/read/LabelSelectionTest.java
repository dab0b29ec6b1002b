package dev.flotilla.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSelectionTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "a", "weight", "7");

    private static boolean selects(String selector) {
        return LabelSelection.parse(selector).test(LABELS);
    }

    @Test
    void understandsEveryOperator() {
        assertThat(selects("")).isTrue();
        assertThat(selects("app=web")).isTrue();
        assertThat(selects("app == web , tier")).isTrue();
        assertThat(selects("app!=web")).isFalse();
        assertThat(selects("tier in (a, b)")).isTrue();
        assertThat(selects("tier notin (b,c)")).isTrue();
        assertThat(selects("!app")).isFalse();
        assertThat(selects("weight>5,weight<8")).isTrue();
        assertThat(selects("weight>7")).isFalse();
    }

    @Test
    void countsAnAbsentLabelAsDifferent() {
        assertThat(selects("nosuch!=x")).isTrue();
        assertThat(selects("nosuch notin (x)")).isTrue();
        assertThat(selects("nosuch in (x)")).isFalse();
        assertThat(selects("nosuch>1")).isFalse();
        assertThat(selects("!nosuch")).isTrue();
    }

    @Test
    void saysWhereItLostTheThread() {
        assertThatThrownBy(() -> selects("a in b")).hasMessage("unable to parse requirement: found 'b' expected: '('");
        assertThatThrownBy(() -> selects("a=b=c")).hasMessage("found '=', expected: ',' or 'end of string'");
        assertThatThrownBy(() -> selects("a,")).hasMessageContaining("identifier after ','");
        assertThatThrownBy(() -> selects("a>x")).hasMessageContaining("the value must be an integer");
    }

    @Test
    void refusesKeysAndValuesThatNoLabelHas() {
        assertThatThrownBy(() -> selects("a/b/c=x"))
                .hasMessageStartingWith(
                        "unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a valid label key");
        assertThatThrownBy(() -> selects("a=-x"))
                .hasMessageStartingWith("unable to parse requirement: values[0][a]: Invalid value: \"-x\"");
        assertThatThrownBy(() -> selects("a in (ok,_y,-x)"))
                .hasMessageContaining("[values[0][a]: Invalid value: \"-x\"")
                .hasMessageContaining(", values[1][a]: Invalid value: \"_y\"");
        assertThatThrownBy(() -> selects("\uFFFD")).hasMessageContaining("Invalid value: \"\uFFFD\"");
    }

    @Test
    void takesEmptyValues() {
        Map<String, String> labels = Map.of("t", "");

        for (String selector : new String[] {"t=", "t==,t", "t in ()", "t in (,x)", "t in (x,)", "t in (,)"}) {
            assertThat(LabelSelection.parse(selector).test(labels)).as(selector).isTrue();
        }
        assertThat(LabelSelection.parse("t!=").test(labels)).isFalse();
    }
}
