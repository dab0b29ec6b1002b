package main

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// apiSchema is the part of an OpenAPI v3 schema that holds facts the Go types do not.
type apiSchema struct {
	Properties   map[string]apiSchema `json:"properties"`
	Items        *apiSchema           `json:"items"`
	Required     []string             `json:"required"`
	Default      json.RawMessage      `json:"default"`
	ListType     string               `json:"x-kubernetes-list-type"`
	ListMapKeys  []string             `json:"x-kubernetes-list-map-keys"`
	MapType      string               `json:"x-kubernetes-map-type"`
	PatchMerge   string               `json:"x-kubernetes-patch-merge-key"`
	PatchStrats  string               `json:"x-kubernetes-patch-strategy"`
	IntOrString  bool                 `json:"x-kubernetes-int-or-string"`
	Preserve     bool                 `json:"x-kubernetes-preserve-unknown-fields"`
	EmbeddedType bool                 `json:"x-kubernetes-embedded-resource"`
}

// readOpenAPI merges the schemas of every published group-version document.
func readOpenAPI(source string) (map[string]apiSchema, error) {
	files, err := filepath.Glob(filepath.Join(source, "api/openapi-spec/v3/*_openapi.json"))
	if err != nil {
		return nil, err
	}
	all := map[string]apiSchema{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var document struct {
			Components struct {
				Schemas map[string]apiSchema `json:"schemas"`
			} `json:"components"`
		}
		if err := json.Unmarshal(content, &document); err != nil {
			return nil, err
		}
		for name, s := range document.Components.Schemas {
			all[name] = s
		}
	}
	return all, nil
}

// meaningfulDefault drops the zero values that openapi-gen writes for every field that is neither a pointer nor
// omitted when empty: they follow from those two facts. Behind a pointer a zero value says something.
func meaningfulDefault(raw json.RawMessage, pointer bool) json.RawMessage {
	if pointer && string(raw) != "null" {
		return raw
	}
	switch string(raw) {
	case "", `""`, "0", "false", "{}", "null":
		return nil
	}
	return raw
}
