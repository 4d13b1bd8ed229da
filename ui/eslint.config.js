import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['dist', '.build', 'node_modules', 'src/api/commands.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...vue.configs['flat/essential'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.vue'], sourceType: 'module' } },
    rules: {
      'no-undef': 'off',                       // the compiler knows
      'max-lines': ['error', 400],
      'no-console': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',                // names of VMs are text, never markup
      'vue/no-static-inline-styles': 'error',  // style-src 'self'
      'no-eval': 'error',
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage'],  // framework/stored.ts alone, and no secrets there
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
