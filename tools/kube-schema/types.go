package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	extensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// Type is one Go struct as the wire shows it: fields of inlined structs are flattened into it.
type Type struct {
	GoName string  `json:"go"`
	Atomic bool    `json:"atomic,omitempty"`
	Fields []Field `json:"fields"`
}

// Field carries what decoding, defaulting, patching and server-side apply need to know of one field. Inlined and Proto
// name the structs around a flattened field and the numbers that lead to it.
type Field struct {
	Name       string          `json:"name"`
	Type       string          `json:"type"`
	GoType     string          `json:"go,omitempty"`
	Proto      []int           `json:"proto,omitempty"`
	Inlined    []string        `json:"in,omitempty"`
	Pointer    bool            `json:"pointer,omitempty"`
	Emit       string          `json:"emit,omitempty"`
	Required   bool            `json:"required,omitempty"`
	Default    json.RawMessage `json:"default,omitempty"`
	ListType   string          `json:"list,omitempty"`
	ListKeys   []string        `json:"keys,omitempty"`
	MapType    string          `json:"map,omitempty"`
	Strategies []string        `json:"patch,omitempty"`
	MergeKey   string          `json:"mergeKey,omitempty"`
}

// leaves are the Go types with a JSON form of their own.
var leaves = map[reflect.Type]string{
	reflect.TypeFor[resource.Quantity]():                         "quantity",
	reflect.TypeFor[intstr.IntOrString]():                        "intOrString",
	reflect.TypeFor[metav1.Time]():                               "time",
	reflect.TypeFor[metav1.MicroTime]():                          "microTime",
	reflect.TypeFor[metav1.Duration]():                           "duration",
	reflect.TypeFor[metav1.FieldsV1]():                           "fieldsV1",
	reflect.TypeFor[runtime.RawExtension]():                      "raw",
	reflect.TypeFor[extensionsv1.JSON]():                         "raw",
	reflect.TypeFor[extensionsv1.JSONSchemaPropsOrBool]():        "schemaOrBool",
	reflect.TypeFor[extensionsv1.JSONSchemaPropsOrArray]():       "schemaOrArray",
	reflect.TypeFor[extensionsv1.JSONSchemaPropsOrStringArray](): "schemaOrStrings",
}

type typeWalker struct {
	openapi map[string]apiSchema
	types   map[string]Type
}

func newTypeWalker(openapi map[string]apiSchema) *typeWalker {
	return &typeWalker{openapi: openapi, types: map[string]Type{}}
}

// add walks a struct type, and every type it reaches, and answers its name in the table.
func (w *typeWalker) add(t reflect.Type) string {
	name := modelName(t)
	if _, seen := w.types[name]; seen {
		return name
	}
	w.types[name] = Type{}
	s := w.openapi[name]
	w.types[name] = Type{GoName: t.String(), Atomic: s.MapType == "atomic", Fields: w.fields(t, s, nil)}
	return name
}

func (w *typeWalker) fields(t reflect.Type, s apiSchema, path []int) []Field {
	fields := []Field{}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		name, options := splitTag(f.Tag.Get("json"))
		proto := path
		if number := protoNumber(f.Tag.Get("protobuf")); number > 0 {
			proto = append(slices.Clone(path), number)
		}
		if slices.Contains(options, "inline") || (f.Anonymous && name == "") {
			inlined := w.fields(f.Type, s, proto)
			for i := range inlined {
				inlined[i].Inlined = append([]string{f.Name}, inlined[i].Inlined...)
			}
			if len(proto) == len(path) {
				withoutProtobuf(inlined)
			}
			fields = append(fields, inlined...)
			continue
		}
		if name == "-" || name == "" {
			continue
		}
		fields = append(fields, w.field(f, name, options, s, proto))
	}
	return fields
}

// withoutProtobuf says that a message does not carry the fields of an inlined struct: kind and apiVersion travel in
// the envelope around it.
func withoutProtobuf(fields []Field) {
	for i := range fields {
		fields[i].Proto = nil
	}
}

func (w *typeWalker) field(f reflect.StructField, name string, options []string, s apiSchema, proto []int) Field {
	goType, pointer := f.Type, false
	if goType.Kind() == reflect.Pointer {
		goType, pointer = goType.Elem(), true
	}
	p := s.Properties[name]
	expression := w.expression(goType)
	field := Field{
		Name: name, Type: expression, Proto: proto, Pointer: pointer,
		Required: slices.Contains(s.Required, name),
		Default:  meaningfulDefault(p.Default, pointer),
		ListType: p.ListType, ListKeys: p.ListMapKeys, MapType: p.MapType,
		MergeKey: f.Tag.Get("patchMergeKey"),
	}
	switch {
	case slices.Contains(options, "omitzero"):
		field.Emit = "nonzero"
	case slices.Contains(options, "omitempty"):
		field.Emit = "nonempty"
	}
	if strategies := f.Tag.Get("patchStrategy"); strategies != "" {
		field.Strategies = strings.Split(strategies, ",")
	}
	if goType.String() != w.derivedGoType(expression) {
		field.GoType = goType.String()
	}
	return field
}

// expression names a type: a scalar, a struct's name, "[]" or "map[]" before the element's. "~" marks a list that
// protobuf wraps in a message of its own, "*" an element that may be null.
func (w *typeWalker) expression(t reflect.Type) string {
	if leaf, ok := leaves[t]; ok {
		return leaf
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + w.expression(t.Elem())
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Int32:
		return "int32"
	case reflect.Int64, reflect.Int, reflect.Uint32:
		return "int64"
	case reflect.Float64:
		return "double"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return wrapped(t) + "[]" + w.expression(t.Elem())
	case reflect.Map:
		return "map[]" + w.expression(t.Elem())
	case reflect.Struct:
		return w.add(t)
	}
	panic(fmt.Sprintf("no wire form known for Go type %s", t))
}

func wrapped(t reflect.Type) string {
	if _, marshals := reflect.PointerTo(t).MethodByName("MarshalToSizedBuffer"); marshals {
		return "~"
	}
	return ""
}

// derivedGoType is the Go type a reader of the table assumes when the field names none.
func (w *typeWalker) derivedGoType(expression string) string {
	switch {
	case strings.HasPrefix(expression, "~"):
		return w.derivedGoType(expression[1:])
	case strings.HasPrefix(expression, "*"), strings.HasPrefix(expression, "[]"):
		n := strings.IndexAny(expression, "*]") + 1
		return expression[:n] + w.derivedGoType(expression[n:])
	case strings.HasPrefix(expression, "map[]"):
		return "map[string]" + w.derivedGoType(expression[len("map[]"):])
	}
	if t, ok := w.types[expression]; ok && t.GoName != "" {
		return t.GoName
	}
	for t, leaf := range leaves {
		if leaf == expression && leaf != "raw" {
			return t.String()
		}
	}
	switch expression {
	case "raw":
		return "runtime.RawExtension"
	case "double":
		return "float64"
	case "bytes":
		return "[]uint8"
	}
	if dot := strings.LastIndexByte(expression, '.'); dot > 0 {
		before := expression[:dot]
		return before[strings.LastIndexByte(before, '.')+1:] + expression[dot:]
	}
	return expression
}

func modelName(t reflect.Type) string {
	if namer, ok := reflect.New(t).Interface().(interface{ OpenAPIModelName() string }); ok {
		return namer.OpenAPIModelName()
	}
	return strings.ReplaceAll(t.PkgPath(), "/", ".") + "." + t.Name()
}

func splitTag(tag string) (string, []string) {
	parts := strings.Split(tag, ",")
	return parts[0], parts[1:]
}

func protoNumber(tag string) int {
	parts := strings.Split(tag, ",")
	if len(parts) < 2 {
		return 0
	}
	var number int
	if _, err := fmt.Sscanf(parts[1], "%d", &number); err != nil {
		return 0
	}
	return number
}
